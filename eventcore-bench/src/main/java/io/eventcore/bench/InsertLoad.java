package io.eventcore.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The control: connections that each insert one row per transaction, prepared, into a table like {@code events}. */
final class InsertLoad implements AutoCloseable {

    private static final String CREATE = """
            CREATE TABLE plain_events (LIKE events INCLUDING ALL)""";

    private static final String INSERT = """
            INSERT INTO plain_events (event_id, stream_id, stream_version, event_type, event_data, metadata)
            VALUES (?, ?, ?, 'noted', ?::jsonb, '{}')""";

    private final List<Connection> connections;
    private final AtomicLong nextStream = new AtomicLong();

    private InsertLoad(List<Connection> connections) {
        this.connections = connections;
    }

    static InsertLoad open(String url, int count) throws SQLException {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            connections.add(DriverManager.getConnection(url));
        }
        try (Statement statement = connections.get(0).createStatement()) {
            statement.execute(CREATE);
        }
        return new InsertLoad(connections);
    }

    /** Returns the INSERTs per second. */
    double run(Duration time) throws InterruptedException {
        AtomicLong done = new AtomicLong();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        for (Connection connection : connections) {
            Thread thread = new Thread(() -> insertUntil(connection, end, done, failure));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("An INSERT failed", failure.get());
        }
        return done.get() * 1e9 / (System.nanoTime() - start);
    }

    private void insertUntil(Connection connection, long end, AtomicLong done, AtomicReference<Throwable> failure) {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            while (System.nanoTime() - end < 0) {
                long stream = nextStream.incrementAndGet();
                statement.setObject(1, UUID.randomUUID());
                statement.setString(2, "plain-" + stream % 20_000);
                statement.setLong(3, stream);
                statement.setString(4, "{\"cents\":" + stream + ",\"reference\":\"reference-" + stream + "\"}");
                statement.executeUpdate();
                done.incrementAndGet();
            }
        } catch (SQLException e) {
            failure.compareAndSet(null, e);
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
