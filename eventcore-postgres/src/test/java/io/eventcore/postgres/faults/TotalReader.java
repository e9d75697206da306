package io.eventcore.postgres.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the view of {@link TotalsProjection} again and again, and notes when it is not there or shows less than before. */
final class TotalReader implements AutoCloseable {

    private final String url;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong reads = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::read, "reader");

    TotalReader(String url) {
        this.url = url;
        thread.start();
    }

    private void read() {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement("SELECT sum(cents) FROM totals")) {
            long before = 0;
            while (!stop.get()) {
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    long total = row.getLong(1);
                    if (total < before) {
                        failures.add("read " + total + " after " + before);
                    }
                    before = total;
                    reads.incrementAndGet();
                }
            }
        } catch (SQLException e) {
            failures.add(e.toString());
        }
    }

    long reads() {
        return reads.get();
    }

    Queue<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        stop.set(true);
        Writers.join(List.of(thread));
    }
}
