package io.eventcore;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is told about one command while it is executed: its span and its meters, or nothing. Thread-safe. */
interface CommandReport {

    /** Tells nothing. */
    CommandReport NONE = new CommandReport() {
        @Override
        public <T> T within(Supplier<T> work) {
            return work.get();
        }

        @Override
        public EventMetadata stamp(EventMetadata metadata) {
            return metadata;
        }

        @Override
        public void end(int attempts, int streams, @Nullable ExecutionResult result, @Nullable Throwable failure) {}
    };

    /** Does a part of the command's work on the calling thread: spans that it starts become children of the command's. */
    <T> T within(Supplier<T> work);

    /** The metadata with the command's trace context, unless it has one already. */
    EventMetadata stamp(EventMetadata metadata);

    /** The command has ended: by a result, by a failure, or, without either, by a caller who gave it up. Only the first call counts. */
    void end(int attempts, int streams, @Nullable ExecutionResult result, @Nullable Throwable failure);
}
