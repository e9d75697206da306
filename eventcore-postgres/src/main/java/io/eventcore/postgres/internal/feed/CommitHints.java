package io.eventcore.postgres.internal.feed;

/** Tells other processes of commits, and is told of theirs. Only hints: nothing depends on one that is lost. */
public interface CommitHints extends AutoCloseable {

    /** Something was committed here. Returns at once. */
    void committed();

    /**
     * Begins to listen.
     *
     * @param onHint called after commits of others, and when some may have been missed
     */
    void listen(Runnable onHint);

    /** Ends to listen. */
    void stopListening();

    @Override
    void close();

    /** Neither tells nor listens. */
    CommitHints NONE = new CommitHints() {
        @Override
        public void committed() {}

        @Override
        public void listen(Runnable onHint) {}

        @Override
        public void stopListening() {}

        @Override
        public void close() {}
    };
}
