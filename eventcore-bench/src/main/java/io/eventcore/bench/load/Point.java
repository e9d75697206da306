package io.eventcore.bench.load;

/** EventCore at one size of a dimension. */
interface Point extends Load {

    /** The size. */
    long size();

    /** What was counted since it was opened. */
    Counts counts();

    /** How much text the events of an operation carry, if that is what the dimension is about; else 0. */
    default long bytesPerOperation() {
        return 0;
    }
}
