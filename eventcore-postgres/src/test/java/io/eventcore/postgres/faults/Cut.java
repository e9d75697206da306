package io.eventcore.postgres.faults;

/**
 * Where to break the connection of an append.
 *
 * @param kind in which part of the call
 * @param where the byte within that part, from 0 to below 1
 * @param reset whether the client sees a reset instead of an end
 */
record Cut(Kind kind, double where, boolean reset) {

    /** A part of the call. */
    enum Kind {
        /** Before the server has all of the request: it cannot commit. */
        IN_THE_REQUEST,
        /** Right behind the request: the server finds out only when it has committed and wants to answer. */
        AT_WORK,
        /** As {@link #AT_WORK}, but the server gets rid of its answer; the client alone is cut off. */
        AT_WORK_FOR_THE_CLIENT,
        /** The server has committed, the client gets a part of the rows. */
        IN_THE_ANSWER,
        /** The client gets all rows and the command's end, but not that the transaction has ended. */
        AT_THE_END
    }

    /** The byte at which to cut a part that starts at one byte and ends before another. */
    int byteBetween(int start, int end) {
        return start + (int) (where * (end - start));
    }
}
