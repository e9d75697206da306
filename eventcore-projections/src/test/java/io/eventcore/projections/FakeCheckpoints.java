package io.eventcore.projections;

import io.eventcore.CheckpointMovedException;
import io.eventcore.CheckpointStore;
import io.eventcore.ConfigurationException;
import io.eventcore.UnitOfWork;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Checkpoints and a read model of texts, which are committed together or not at all. */
final class FakeCheckpoints implements CheckpointStore {

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

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> positions = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private int moves;

    @Override
    public long position(String projection) {
        lock.lock();
        try {
            return positions.getOrDefault(projection, 0L);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void advance(String projection, long from, long to, Work work) throws Exception {
        onBegin.on();
        if (position(projection) != from) {
            throw new CheckpointMovedException(projection, from, position(projection));
        }
        Transaction transaction = new Transaction(connection);
        work.run(transaction);
        onCommit.on();
        commit(projection, from, to, transaction);
        afterCommit.on();
    }

    private void commit(String projection, long from, long to, Transaction transaction) {
        lock.lock();
        try {
            positions.put(projection, to);
            texts.addAll(transaction.texts);
            moves += to > from ? 1 : 0;
        } finally {
            lock.unlock();
        }
    }

    /** The read model. */
    List<String> texts() {
        lock.lock();
        try {
            return List.copyOf(texts);
        } finally {
            lock.unlock();
        }
    }

    /** How often a checkpoint moved. */
    int moves() {
        lock.lock();
        try {
            return moves;
        } finally {
            lock.unlock();
        }
    }

    /** Moves a checkpoint as another runner would. */
    void moveBehindTheBack(String projection, long position) {
        lock.lock();
        try {
            positions.put(projection, position);
        } finally {
            lock.unlock();
        }
    }

    /** Collects what becomes visible with the commit. */
    static final class Transaction implements UnitOfWork {
        private final Connection connection;
        private final List<String> texts = new ArrayList<>();

        private Transaction(Connection connection) {
            this.connection = connection;
        }

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
    }
}
