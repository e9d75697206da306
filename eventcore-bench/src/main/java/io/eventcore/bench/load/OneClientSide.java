package io.eventcore.bench.load;

import io.eventcore.CommandExecutor;
import io.eventcore.postgres.PostgresEventStore;
import java.sql.SQLException;
import java.time.Duration;

/** EventCore: one caller that waits for each command. */
final class OneClientSide implements Side {

    private final BenchDatabase database;
    private final CommandSource source;
    private final Tally tally;
    private final PostgresEventStore store;
    private final CommandExecutor executor;

    /** @param tally shared with the control, which appends to the same table */
    OneClientSide(BenchDatabase database, CommandSource source, Tally tally) {
        this.database = database;
        this.source = source;
        this.tally = tally;
        this.store = database.openStore();
        this.executor = CommandExecutor.create(store);
    }

    @Override
    public String label() {
        return "one blocking caller";
    }

    @Override
    public Work run(Duration time) throws InterruptedException {
        return new Callers(1, caller -> {
                    BookingCommand<?> command = source.next();
                    executor.execute(command);
                    tally.add(command.adds());
                })
                .run(time);
    }

    @Override
    public void check() throws SQLException {
        database.check(Tables.STORE, tally.totals());
    }

    @Override
    public void close() {
        store.close();
    }
}
