package io.eventcore.bench.load;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.IntFunction;

/**
 * A control: an application that works without EventCore. Its callers share a pool; each command reads its streams, locks
 * and checks their rows, inserts the events and moves the versions, in a transaction of its own, and starts again if a
 * stream has moved.
 */
final class NaiveSide implements Side {

    private static final int POOL = 20;

    private final BenchDatabase database;
    private final int callers;
    private final IntFunction<CommandSource> sources;
    private final Tally tally = new Tally();
    private final NaiveStore store = new NaiveStore();
    private final HikariDataSource pool;
    private int turn;

    NaiveSide(BenchDatabase database, int callers, IntFunction<CommandSource> sources) {
        this.database = database;
        this.callers = callers;
        this.sources = sources;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setMaximumPoolSize(POOL);
        this.pool = new HikariDataSource(config);
    }

    @Override
    public String label() {
        return callers + " callers, lock and check";
    }

    @Override
    public Work run(Duration time) throws InterruptedException {
        CommandSource source = sources.apply(turn++);
        return new Callers(callers, caller -> execute(source.next())).run(time);
    }

    private void execute(BookingCommand<?> command) throws SQLException {
        boolean committed = false;
        while (!committed) {
            try (Connection connection = pool.getConnection()) {
                committed = store.execute(connection, command);
            }
        }
        tally.add(command.adds());
    }

    @Override
    public void check() throws SQLException {
        database.check(Tables.NAIVE, tally.totals());
    }

    @Override
    public void close() {
        pool.close();
    }
}
