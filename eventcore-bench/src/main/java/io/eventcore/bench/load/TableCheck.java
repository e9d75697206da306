package io.eventcore.bench.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Compares a table with what was acknowledged: rows, sums, and for each stream its versions from 1 without a gap. */
final class TableCheck {

    private static final String TOTALS = """
            SELECT count(*),
                   coalesce(sum((event_data ->> 'cents')::bigint) FILTER (WHERE event_type = 'deposited'), 0),
                   coalesce(sum((event_data ->> 'cents')::bigint) FILTER (WHERE event_type = 'withdrawn'), 0)
            FROM {events}""";

    /** A stream that was only named, or refused, may stand there with version 0. */
    private static final String BROKEN_STREAMS = """
            SELECT count(*), min(stream_id)
            FROM {streams} s
            FULL JOIN (SELECT stream_id, count(*) AS events, min(stream_version) AS first, max(stream_version) AS last
                       FROM {events} GROUP BY stream_id) e USING (stream_id)
            WHERE s.version IS NULL
               OR s.version <> coalesce(e.events, 0)
               OR e.first <> 1
               OR e.last <> e.events""";

    private TableCheck() {}

    /** @throws CheckFailedException if the table holds anything else */
    static void check(Connection connection, Tables tables, Totals acknowledged) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tables.in(TOTALS));
                ResultSet row = statement.executeQuery()) {
            row.next();
            Totals stored = new Totals(row.getLong(1), row.getLong(2), row.getLong(3));
            if (!stored.equals(acknowledged)) {
                throw new CheckFailedException(
                        tables.in("The table {events} holds ") + stored + ", acknowledged were " + acknowledged + ".");
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(tables.in(BROKEN_STREAMS));
                ResultSet row = statement.executeQuery()) {
            row.next();
            if (row.getLong(1) > 0) {
                throw new CheckFailedException(tables.in("In the table {events}, ") + row.getLong(1)
                        + " streams do not count from 1 to their version, among them '" + row.getString(2) + "'.");
            }
        }
    }
}
