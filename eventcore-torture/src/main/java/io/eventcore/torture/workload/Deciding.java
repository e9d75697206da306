package io.eventcore.torture.workload;

import io.eventcore.Command;
import io.eventcore.torture.events.TortureEvent;
import io.eventcore.torture.history.Seen;

/** A command of the run, which remembers what its last decision had seen: that is the one whose outcome is told. */
interface Deciding<S> extends Command<S, TortureEvent> {

    /** What the last decision had seen. */
    Seen lastSeen();
}
