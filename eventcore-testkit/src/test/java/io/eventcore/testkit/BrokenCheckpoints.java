package io.eventcore.testkit;

import io.eventcore.CheckpointStore;
import io.eventcore.EventStore;
import io.eventcore.UnitOfWork;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Stores whose checkpoints move when they should not, or do not when they should. */
final class BrokenCheckpoints {

    private BrokenCheckpoints() {}

    /** Passes everything on to other checkpoints. */
    private static class ForwardingCheckpoints implements CheckpointStore {
        final CheckpointStore checkpoints;

        ForwardingCheckpoints(CheckpointStore checkpoints) {
            this.checkpoints = checkpoints;
        }

        @Override
        public long position(String projection) {
            return checkpoints.position(projection);
        }

        @Override
        public void advance(String projection, long from, long to, Work work) throws Exception {
            checkpoints.advance(projection, from, to, work);
        }
    }

    private static EventStore with(EventStore sound, UnaryOperator<CheckpointStore> change) {
        return new ForwardingStore(sound) {
            private final CheckpointStore changed = change.apply(store.checkpoints());

            @Override
            public CheckpointStore checkpoints() {
                return changed;
            }
        };
    }

    static EventStore neverMoving(EventStore sound) {
        return with(sound, checkpoints -> new ForwardingCheckpoints(checkpoints) {
            @Override
            public void advance(String projection, long from, long to, Work work) throws Exception {
                checkpoints.advance(projection, from, from, work);
            }
        });
    }

    static EventStore startingAtOne(EventStore sound) {
        return with(sound, checkpoints -> new ForwardingCheckpoints(checkpoints) {
            @Override
            public long position(String projection) {
                return Math.max(1, checkpoints.position(projection));
            }
        });
    }

    static EventStore movingAlsoWhenTheWorkFails(EventStore sound) {
        return with(sound, checkpoints -> new ForwardingCheckpoints(checkpoints) {
            @Override
            public void advance(String projection, long from, long to, Work work) throws Exception {
                checkpoints.advance(projection, from, to, unit -> {});
                work.run(new NoHandle());
            }
        });
    }

    static EventStore wrappingWhatTheWorkThrows(EventStore sound) {
        return with(sound, checkpoints -> new ForwardingCheckpoints(checkpoints) {
            @Override
            public void advance(String projection, long from, long to, Work work) {
                try {
                    checkpoints.advance(projection, from, to, work);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    static EventStore withNamesInLowerCase(EventStore sound) {
        return with(sound, checkpoints -> new ForwardingCheckpoints(checkpoints) {
            @Override
            public long position(String projection) {
                return checkpoints.position(projection.toLowerCase(Locale.ROOT));
            }
        });
    }

    static EventStore comparingNothing(EventStore sound) {
        Map<String, Long> positions = new ConcurrentHashMap<>();
        return with(sound, checkpoints -> new CheckpointStore() {
            @Override
            public long position(String projection) {
                return positions.getOrDefault(projection, 0L);
            }

            @Override
            public void advance(String projection, long from, long to, Work work) throws Exception {
                work.run(new NoHandle());
                positions.put(projection, to);
            }
        });
    }

    /** Says nothing of what it has, or has not. */
    private static final class NoHandle implements UnitOfWork {
        @Override
        public <T> T unwrap(Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }
}
