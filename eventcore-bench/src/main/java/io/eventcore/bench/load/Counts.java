package io.eventcore.bench.load;

/**
 * What is counted beside the operations.
 *
 * @param fromMemory reads of commands that the store's memory answered
 * @param fromDatabase reads of commands that went to the database
 * @param conflicts attempts that met a stream that had moved
 */
record Counts(long fromMemory, long fromDatabase, long conflicts) {

    static final Counts NOTHING = new Counts(0, 0, 0);

    Counts plus(Counts more) {
        return new Counts(fromMemory + more.fromMemory, fromDatabase + more.fromDatabase, conflicts + more.conflicts);
    }

    Counts minus(Counts less) {
        return new Counts(fromMemory - less.fromMemory, fromDatabase - less.fromDatabase, conflicts - less.conflicts);
    }
}
