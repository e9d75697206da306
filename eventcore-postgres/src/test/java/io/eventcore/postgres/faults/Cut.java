package io.eventcore.postgres.faults;

import java.time.Duration;

/**
 * Where to break the connection of an append.
 *
 * @param kind in which part of the call
 * @param where how far in that part, from 0 to below 1
 * @param reset whether the client sees a reset instead of an end
 */
record Cut(Kind kind, double where, boolean reset) {

    private static final Duration LONGEST_DELAY = Duration.ofMillis(60);

    /** A part of the call. */
    enum Kind {
        /** Before the server has all of the request: it cannot commit. */
        IN_THE_REQUEST,
        /** Right behind the request: the server finds out only when it has committed and wants to answer. */
        AT_WORK,
        /** The client alone is cut off, and the request reaches the server some time after that. */
        ON_THE_WAY,
        /** The server has committed, the client gets a part of the rows. */
        IN_THE_ANSWER,
        /** The client gets all rows and the command's end, but not that the transaction has ended. */
        AT_THE_END
    }

    /** How long a request that is {@link Kind#ON_THE_WAY} takes: about as long as a client takes to ask again. */
    Duration delay() {
        return LONGEST_DELAY.multipliedBy((long) (where * 1_000)).dividedBy(1_000);
    }

    /** The byte at which to cut a part that starts at one byte and ends before another. */
    int byteBetween(int start, int end) {
        return start + (int) (where * (end - start));
    }
}
