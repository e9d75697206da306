package io.eventcore.testkit;

import io.eventcore.DeadLetter;
import io.eventcore.DeadLetters;
import io.eventcore.EventReference;
import io.eventcore.EventStore;
import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionTransaction;
import io.eventcore.Segment;
import io.eventcore.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Passes everything on to other dead letters; broken ones change what passes. */
class ForwardingDeadLetters implements DeadLetters {

    final DeadLetters letters;

    ForwardingDeadLetters(DeadLetters letters) {
        this.letters = letters;
    }

    static EventStore with(EventStore sound, UnaryOperator<DeadLetters> change) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            private final DeadLetters changed = change.apply(projections.deadLetters());

            @Override
            public DeadLetters deadLetters() {
                return changed;
            }
        });
    }

    /** Changes what the work of a runner meets. */
    static EventStore inWork(EventStore sound, UnaryOperator<ProjectionTransaction> change) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void advance(Lease lease, long from, long to, Work work) throws Exception {
                projections.advance(lease, from, to, transaction -> work.run(change.apply(transaction)));
            }
        });
    }

    @Override
    public List<DeadLetter> list(ProjectionId projection, long after, int limit) {
        return letters.list(projection, after, limit);
    }

    @Override
    public Optional<DeadLetter> find(ProjectionId projection, long position) {
        return letters.find(projection, position);
    }

    @Override
    public List<DeadLetter> ofStream(ProjectionId projection, StreamId stream, long after, int limit) {
        return letters.ofStream(projection, stream, after, limit);
    }

    @Override
    public Optional<String> payload(long position) {
        return letters.payload(position);
    }

    @Override
    public Set<StreamId> streams(ProjectionId projection, Segment segment) {
        return letters.streams(projection, segment);
    }

    @Override
    public Set<StreamId> dueStreams(ProjectionId projection, Segment segment) {
        return letters.dueStreams(projection, segment);
    }

    @Override
    public int retry(ProjectionId projection, StreamId stream) {
        return letters.retry(projection, stream);
    }

    @Override
    public int retryAll(ProjectionId projection) {
        return letters.retryAll(projection);
    }

    @Override
    public boolean discard(ProjectionId projection, long position) {
        return letters.discard(projection, position);
    }

    /** Passes everything on to another transaction. */
    static class ForwardingTransaction implements ProjectionTransaction {
        final ProjectionTransaction transaction;

        ForwardingTransaction(ProjectionTransaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            return transaction.unwrap(type);
        }

        @Override
        public void parkFailed(EventReference event, String error, int attempts) {
            transaction.parkFailed(event, error, attempts);
        }

        @Override
        public void parkBehind(EventReference event) {
            transaction.parkBehind(event);
        }

        @Override
        public void unpark(long position) {
            transaction.unpark(position);
        }
    }
}
