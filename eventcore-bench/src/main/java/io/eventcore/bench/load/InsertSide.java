package io.eventcore.bench.load;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A control: connections that each insert one row per transaction by a prepared statement, and check nothing. */
final class InsertSide implements Side {

    private static final String INSERT = """
            INSERT INTO plain_events (event_id, stream_id, stream_version, event_type, event_data, metadata)
            VALUES (?, ?, ?, 'deposited', ?::jsonb, '{}')""";

    private final BenchDatabase database;
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator(); // as the executor takes them
    private final PlainRows rows;
    private final Tally tally = new Tally();
    private final List<Connection> connections = new ArrayList<>();
    private final List<PreparedStatement> statements = new ArrayList<>();

    InsertSide(BenchDatabase database, int count, int streams) throws SQLException {
        this.database = database;
        this.rows = new PlainRows(streams);
        for (int i = 0; i < count; i++) {
            Connection connection = database.connect();
            connections.add(connection);
            statements.add(connection.prepareStatement(INSERT));
        }
    }

    @Override
    public String label() {
        return connections.size() + " connections insert";
    }

    @Override
    public Work run(Duration time) throws InterruptedException {
        return new Callers(connections.size(), caller -> insert(statements.get(caller))).run(time);
    }

    private void insert(PreparedStatement statement) throws SQLException {
        PlainRows.Row row = rows.next();
        statement.setObject(1, ids.generate());
        statement.setString(2, row.stream());
        statement.setLong(3, row.version());
        statement.setString(4, row.data());
        statement.executeUpdate();
        tally.add(row.adds());
    }

    @Override
    public void check() throws SQLException {
        database.check(Tables.PLAIN, tally.totals());
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
