package io.eventcore;

/** Where projections keep how far they have come. Thread-safe. */
public interface CheckpointStore {

    /**
     * The position up to which this projection has applied the feed, 0 if it never ran. Blocks.
     *
     * @throws StoreUnavailableException if the storage cannot be reached
     */
    long position(String projection);

    /**
     * Does the work and moves the projection's checkpoint, both in one transaction where the storage has them: either
     * both are durable or neither. Blocks.
     *
     * @param projection the projection's name
     * @param from the position that the checkpoint must have now
     * @param to the position that it gets
     * @param work applies events; what it throws undoes the transaction and is thrown on unchanged
     * @throws CheckpointMovedException if the checkpoint is not at {@code from}: another runner of the same projection
     *     is at work; nothing was changed
     * @throws StoreUnavailableException if the storage cannot be reached
     * @throws Exception what the work throws
     */
    void advance(String projection, long from, long to, Work work) throws Exception;

    /** What happens in the transaction. */
    @FunctionalInterface
    interface Work {
        /** Applies events. */
        void run(UnitOfWork unit) throws Exception;
    }
}
