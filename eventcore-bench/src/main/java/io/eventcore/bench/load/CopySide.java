package io.eventcore.bench.load;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** A control: one connection that copies rows, as many in a COPY as EventCore has in flight. */
final class CopySide implements Side {

    private static final String COPY = """
            COPY plain_events (event_id, stream_id, stream_version, event_type, event_data, metadata) FROM STDIN""";

    private final BenchDatabase database;
    private final int rowsPerCopy;
    private final PlainRows rows;
    private final Tally tally = new Tally();
    private final Connection connection;
    private final CopyManager copies;

    CopySide(BenchDatabase database, int rowsPerCopy, int streams) throws SQLException {
        this.database = database;
        this.rowsPerCopy = rowsPerCopy;
        this.rows = new PlainRows(streams);
        this.connection = database.connect();
        this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
    }

    @Override
    public String label() {
        return "COPY of " + rowsPerCopy + " rows";
    }

    @Override
    public Work run(Duration time) throws InterruptedException {
        return new Callers(1, caller -> copy()).run(time).times(rowsPerCopy);
    }

    private void copy() throws SQLException, IOException {
        StringBuilder text = new StringBuilder(rowsPerCopy * 128);
        Totals adds = Totals.NOTHING;
        for (int i = 0; i < rowsPerCopy; i++) {
            PlainRows.Row row = rows.next();
            adds = adds.plus(row.adds());
            text.append(UUID.randomUUID())
                    .append('\t')
                    .append(row.stream())
                    .append('\t')
                    .append(row.version())
                    .append("\tdeposited\t")
                    .append(row.data())
                    .append("\t{}\n");
        }
        copies.copyIn(COPY, new StringReader(text.toString()));
        tally.add(adds);
    }

    @Override
    public void check() throws SQLException {
        database.check(Tables.PLAIN, tally.totals());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
