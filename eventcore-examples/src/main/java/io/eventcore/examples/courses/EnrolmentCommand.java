package io.eventcore.examples.courses;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;

/** What the commands of this package have in common: they decide on rosters. */
interface EnrolmentCommand extends StreamCommand<Roster, EnrolmentEvent> {

    @Override
    default StreamFold<Roster, EnrolmentEvent> fold() {
        return Roster.FOLD;
    }
}
