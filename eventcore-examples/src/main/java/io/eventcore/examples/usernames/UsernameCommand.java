package io.eventcore.examples.usernames;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;

/** What the commands of this package have in common: they decide on names. */
interface UsernameCommand extends StreamCommand<Username, UsernameEvent> {

    @Override
    default StreamFold<Username, UsernameEvent> fold() {
        return Username.FOLD;
    }
}
