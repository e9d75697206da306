package io.eventcore.projections;

import io.eventcore.CheckpointMovedException;
import io.eventcore.ConfigurationException;
import io.eventcore.DeadLetters;
import io.eventcore.EventReference;
import io.eventcore.EventTypes;
import io.eventcore.Lease;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.ProjectionTransaction;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.UnknownProjectionException;
import io.eventcore.memory.InMemoryEventStore;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Checkpoints in memory and a read model of texts, which are committed together or not at all. */
final class FakeCheckpoints implements ProjectionStore {

    /** What a test does in the storage's place. */
    @FunctionalInterface
    interface Hook {
        void on() throws Exception;
    }

    final Connection connection = (Connection) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });
    volatile Hook onBegin = () -> {};
    volatile Hook onCommit = () -> {};
    volatile Hook afterCommit = () -> {};
    volatile Runnable onLease = () -> {};
    /** Gets how often segments were opened. */
    volatile IntConsumer onOpen = times -> {};

    private final AtomicInteger opened = new AtomicInteger();
    /** Where the checkpoint is found, although the runner left it elsewhere. */
    volatile Optional<Long> movedBehindTheBack = Optional.empty();

    private final ProjectionStore store =
            InMemoryEventStore.create(EventTypes.of(Note.class, Invoice.class)).projections();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final AtomicInteger moves = new AtomicInteger();

    /** The lowest position of the first version's segments; 0 if it is not known. */
    long position(String projection) {
        try {
            return positions(new ProjectionId(projection, 1)).values().stream()
                    .mapToLong(Long::longValue)
                    .min()
                    .orElse(0);
        } catch (UnknownProjectionException neverRan) {
            return 0;
        }
    }

    /** The read model. */
    List<String> texts() {
        return List.copyOf(texts);
    }

    /** How often a checkpoint moved. */
    int moves() {
        return moves.get();
    }

    @Override
    public long open(Lease lease, Work initialize, Work clear) throws Exception {
        onOpen.accept(opened.incrementAndGet());
        onBegin.on();
        long position = store.open(lease, hooked(initialize), cleared(clear));
        afterCommit.on();
        return position;
    }

    @Override
    public void advance(Lease lease, long from, long to, Work work) throws Exception {
        onBegin.on();
        if (movedBehindTheBack.isPresent()) {
            throw new CheckpointMovedException(lease, from, movedBehindTheBack.get());
        }
        List<String> written = new ArrayList<>();
        store.advance(lease, from, to, transaction -> {
            work.run(new Transaction(connection, transaction, written));
            onCommit.on();
        });
        texts.addAll(written);
        if (to > from) {
            moves.incrementAndGet();
        }
        afterCommit.on();
    }

    private Work hooked(Work work) {
        return transaction -> {
            work.run(new Transaction(connection, transaction, new ArrayList<>()));
            onCommit.on();
        };
    }

    private Work cleared(Work work) {
        return transaction -> {
            work.run(new Transaction(connection, transaction, new ArrayList<>()));
            texts.clear();
        };
    }

    @Override
    public int register(ProjectionId projection, int segments, long position) {
        return store.register(projection, segments, position);
    }

    @Override
    public void remove(ProjectionId projection) {
        store.remove(projection);
    }

    @Override
    public List<SegmentState> segments() {
        return store.segments();
    }

    @Override
    public Map<Segment, Long> positions(ProjectionId projection) {
        return store.positions(projection);
    }

    @Override
    public Leases lease(ProjectionId projection, String instance, Duration duration) {
        onLease.run();
        return store.lease(projection, instance, duration);
    }

    @Override
    public void release(Lease lease) {
        store.release(lease);
    }

    @Override
    public void leave(ProjectionId projection, String instance) {
        store.leave(projection, instance);
    }

    @Override
    public void report(Lease lease, SegmentState.Activity activity, Optional<String> error) {
        store.report(lease, activity, error);
    }

    @Override
    public boolean activate(ProjectionId projection, Work work) throws Exception {
        return store.activate(
                projection, transaction -> work.run(new Transaction(connection, transaction, new ArrayList<>())));
    }

    @Override
    public void reset(ProjectionId projection, long position, boolean clear) {
        store.reset(projection, position, clear);
    }

    @Override
    public void repartition(ProjectionId projection, int segments) {
        store.repartition(projection, segments);
    }

    @Override
    public DeadLetters deadLetters() {
        return store.deadLetters();
    }

    /** Collects what becomes visible with the commit. */
    record Transaction(Connection connection, ProjectionTransaction transaction, List<String> texts)
            implements ProjectionTransaction {

        void write(String text) {
            texts.add(text);
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            if (type == Connection.class) {
                return type.cast(connection);
            }
            if (type == Transaction.class) {
                return type.cast(this);
            }
            throw new ConfigurationException("There is no " + type + " here.");
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
