package io.eventcore.bench.load;

/**
 * What is counted beside the operations.
 *
 * @param fromMemory reads of commands that the store's memory answered
 * @param fromDatabase reads of commands that went to the database
 * @param conflicts attempts of commands that met a stream that had moved
 * @param repeatedCalls calls of a lane that were sent again, for a transaction of another process had come first
 */
record Counts(long fromMemory, long fromDatabase, long conflicts, long repeatedCalls) {

    static final Counts NOTHING = new Counts(0, 0, 0, 0);

    Counts plus(Counts more) {
        return new Counts(
                fromMemory + more.fromMemory,
                fromDatabase + more.fromDatabase,
                conflicts + more.conflicts,
                repeatedCalls + more.repeatedCalls);
    }

    Counts minus(Counts less) {
        return new Counts(
                fromMemory - less.fromMemory,
                fromDatabase - less.fromDatabase,
                conflicts - less.conflicts,
                repeatedCalls - less.repeatedCalls);
    }
}
