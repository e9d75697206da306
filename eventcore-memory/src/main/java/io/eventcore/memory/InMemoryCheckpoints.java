package io.eventcore.memory;

import io.eventcore.CheckpointMovedException;
import io.eventcore.CheckpointStore;
import io.eventcore.ConfigurationException;
import io.eventcore.UnitOfWork;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** How far projections have come. The work of one projection runs one at a time, as under a row lock. */
final class InMemoryCheckpoints implements CheckpointStore {

    private final EventLog log;
    private final Map<String, Checkpoint> checkpoints = new ConcurrentHashMap<>();

    InMemoryCheckpoints(EventLog log) {
        this.log = log;
    }

    @Override
    public long position(String projection) {
        log.refuseIfClosed();
        return checkpoint(projection).position;
    }

    @Override
    public void advance(String projection, long from, long to, Work work) throws Exception {
        log.refuseIfClosed();
        checkpoint(projection).advance(projection, from, to, work);
    }

    private Checkpoint checkpoint(String projection) {
        return checkpoints.computeIfAbsent(projection, name -> new Checkpoint());
    }

    /** One projection's position. */
    private static final class Checkpoint {
        private final ReentrantLock turn = new ReentrantLock();
        private volatile long position;

        private void advance(String projection, long from, long to, Work work) throws Exception {
            turn.lock();
            try {
                refuseUnlessAt(from, projection);
                work.run(new NoHandle());
                // The work itself may have advanced the same projection: the lock lets its own thread in again.
                refuseUnlessAt(from, projection);
                position = to;
            } finally {
                turn.unlock();
            }
        }

        private void refuseUnlessAt(long from, String projection) {
            if (position != from) {
                throw new CheckpointMovedException(projection, from, position);
            }
        }
    }

    /** There is no transaction to hand out. */
    private static final class NoHandle implements UnitOfWork {
        @Override
        public <T> T unwrap(Class<T> type) {
            throw new ConfigurationException(
                    "The unit of work has no handle of type " + type.getName() + "; the memory store has none.");
        }
    }
}
