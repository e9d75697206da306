package io.eventcore.testkit;

import io.eventcore.EventType;

/** The same events at several times in the life of an application. */
final class LockedEvents {

    private LockedEvents() {}

    /** As they began. */
    sealed interface AtFirst {
        @EventType(value = "lock-opened", aliases = "lock-created")
        record Opened(String owner) implements AtFirst {}

        @EventType("lock-closed")
        record Closed() implements AtFirst {}
    }

    /** A class got another name, and the name of what is stored went with it. */
    sealed interface Renamed {
        @EventType(value = "lock-opened", aliases = "lock-created")
        record Opened(String owner) implements Renamed {}

        @EventType("lock-ended")
        record Ended() implements Renamed {}
    }

    /** The same, done as it should be. */
    sealed interface RenamedWithAlias {
        @EventType(value = "lock-opened", aliases = "lock-created")
        record Opened(String owner) implements RenamedWithAlias {}

        @EventType(value = "lock-ended", aliases = "lock-closed")
        record Ended() implements RenamedWithAlias {}
    }

    /** An alias was forgotten. */
    sealed interface WithoutAlias {
        @EventType("lock-opened")
        record Opened(String owner) implements WithoutAlias {}

        @EventType("lock-closed")
        record Closed() implements WithoutAlias {}
    }

    /** An alias went to another class. */
    sealed interface MovedAlias {
        @EventType("lock-opened")
        record Opened(String owner) implements MovedAlias {}

        @EventType(value = "lock-closed", aliases = "lock-created")
        record Closed() implements MovedAlias {}
    }

    /** A component got another name. */
    sealed interface Reshaped {
        @EventType(value = "lock-opened", aliases = "lock-created")
        record Opened(String ownerName) implements Reshaped {}

        @EventType("lock-closed")
        record Closed() implements Reshaped {}
    }

    /** The same, done as it should be. */
    sealed interface InTheNextVersion {
        @EventType(value = "lock-opened", aliases = "lock-created", version = 2)
        record Opened(String ownerName) implements InTheNextVersion {}

        @EventType("lock-closed")
        record Closed() implements InTheNextVersion {}
    }

    /** There is one more. */
    sealed interface Extended {
        @EventType(value = "lock-opened", aliases = "lock-created")
        record Opened(String owner) implements Extended {}

        @EventType("lock-closed")
        record Closed() implements Extended {}

        @EventType("lock-frozen")
        record Frozen() implements Extended {}
    }

    /** One is gone. */
    sealed interface Shrunk {
        @EventType(value = "lock-opened", aliases = "lock-created")
        record Opened(String owner) implements Shrunk {}
    }
}
