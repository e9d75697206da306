package io.eventcore.bench.load;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** A control: one connection that calls EventCore's SQL function for one event at a time. */
final class CallSide implements Side {

    private static final String CALL = """
            SELECT versions, conflicts, positions
            FROM eventcore_append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final BenchDatabase database;
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator(); // as the executor takes them
    private final int streams;
    private final Tally tally;
    private final Connection connection;
    private final PreparedStatement statement;
    private final Array one;
    private long turn;

    /** @param tally shared with EventCore, which appends to the same table */
    CallSide(BenchDatabase database, int streams, Tally tally) throws SQLException {
        this.database = database;
        this.streams = streams;
        this.tally = tally;
        this.connection = database.connect();
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        this.statement = connection.prepareStatement(CALL);
        this.one = array("integer", 1);
    }

    @Override
    public String label() {
        return "one connection calls the function";
    }

    @Override
    public Work run(Duration time) throws InterruptedException {
        return new Callers(1, caller -> call()).run(time);
    }

    private void call() throws SQLException {
        long cents = turn % 10_000 + 1;
        Object[] values = {
            array("text", "called-" + turn % streams),
            array("bigint", turn / streams),
            array("bigint", 1L),
            one,
            one,
            one,
            one,
            one,
            array("text", ids.generate().toString()),
            array("text", "deposited"),
            one,
            array("text", PlainRows.data(cents)),
            array("text", "{}")
        };
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            if (row.getArray(2) != null) {
                throw new CheckFailedException("A call of the function met a conflict on a stream that nobody shares.");
            }
        }
        turn++;
        tally.add(new Totals(1, cents, 0));
    }

    private Array array(String type, Object element) throws SQLException {
        return connection.createArrayOf(type, new Object[] {element});
    }

    @Override
    public void check() throws SQLException {
        database.check(Tables.STORE, tally.totals());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
