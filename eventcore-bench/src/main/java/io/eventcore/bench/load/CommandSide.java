package io.eventcore.bench.load;

import io.eventcore.postgres.PostgresEventStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.IntFunction;

/** EventCore: commands through the executor, many in flight. */
final class CommandSide implements Side {

    private final String label;
    private final BenchDatabase database;
    private final int inFlight;
    private final IntFunction<CommandSource> sources;
    private final Tally tally = new Tally();
    private final PostgresEventStore store;
    private final Commands commands;
    private int turn;

    /**
     * A side that takes its commands from another source in each turn.
     *
     * @param label what it does
     * @param present what the table holds already
     */
    CommandSide(
            String label, BenchDatabase database, int inFlight, IntFunction<CommandSource> sources, Totals present) {
        this.label = label;
        this.database = database;
        this.inFlight = inFlight;
        this.sources = sources;
        this.store = database.openStore();
        this.commands = new Commands(store, tally);
        tally.add(present);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Work run(Duration time) throws InterruptedException {
        return commands.run(sources.apply(turn++), inFlight, time);
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
