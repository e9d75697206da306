package io.eventcore.examples.rebuild;

import io.eventcore.examples.database.JdbcUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/** Somebody who reads the read model all the time, and notes what there was to see. */
final class Reader implements AutoCloseable {

    private final String url;
    private final CompletableFuture<Seen> seen;
    private volatile boolean ended;

    private Reader(String url) {
        this.url = url;
        this.seen = CompletableFuture.supplyAsync(this::readOnAndOn);
    }

    /** Starts to read on a thread of its own. */
    static Reader start(String url) {
        return new Reader(url);
    }

    /** Ends, and tells what there was to see. Blocks until the last read has ended. */
    Seen stop() {
        ended = true;
        return seen.join();
    }

    @Override
    public void close() {
        ended = true;
    }

    /** What one look at the read model shows. */
    static Look look(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(JdbcUrl.of(url))) {
            return look(connection);
        }
    }

    private Seen readOnAndOn() {
        try (Connection connection = DriverManager.getConnection(JdbcUrl.of(url))) {
            Look first = look(connection);
            Seen all = new Seen(1, first.accounts());
            while (!ended) {
                Look next = look(connection);
                all = new Seen(all.looks() + 1, Math.min(all.fewestAccounts(), next.accounts()));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException("The read model could not be read: " + e.getMessage(), e);
        }
    }

    private static Look look(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT count(*), coalesce(sum(cents), 0), count(*) FILTER (WHERE owner <> '')
                        FROM current_balances""")) {
            row.next();
            return new Look(row.getInt(1), row.getLong(2), row.getInt(3));
        }
    }

    /**
     * The read model at one moment.
     *
     * @param accounts how many accounts there are
     * @param cents what is on them together
     * @param withOwners how many have an owner
     */
    record Look(int accounts, long cents, int withOwners) {}

    /**
     * All that was seen.
     *
     * @param looks how often the reader looked
     * @param fewestAccounts the fewest accounts that it ever saw
     */
    record Seen(int looks, int fewestAccounts) {}
}
