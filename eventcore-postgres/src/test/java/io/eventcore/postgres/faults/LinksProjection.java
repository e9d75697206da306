package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.StoredEvent;
import io.eventcore.postgres.Sql;
import io.eventcore.projections.JdbcProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Has a row for each link. */
final class LinksProjection implements JdbcProjection<Link> {

    @Override
    public String name() {
        return "links";
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        Sql.execute(connection, "CREATE TABLE IF NOT EXISTS links (position bigint, id text)");
    }

    @Override
    public void apply(StoredEvent<Link> event, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO links VALUES (?, ?)")) {
            statement.setLong(1, event.position());
            statement.setString(2, event.payload().id());
            statement.executeUpdate();
        }
    }

    /** Fails unless each event has its row, and there is no other. */
    static void assertIsTheLog(String url) throws SQLException {
        assertThat(Sql.query(url, """
                        SELECT count(*) FROM links l
                        FULL JOIN events e ON e.position = l.position AND e.event_data ->> 'id' = l.id
                        WHERE l.id IS NULL OR e.event_id IS NULL"""))
                .as("events without their row, and rows without an event")
                .isEqualTo("0");
        assertThat(Sql.query(url, "SELECT count(*) - count(DISTINCT position) FROM links"))
                .as("rows that were written twice")
                .isEqualTo("0");
    }
}
