package io.eventcore.torture.readmodels;

import io.eventcore.StoredEvent;
import io.eventcore.projections.JdbcProjection;
import io.eventcore.torture.events.TortureEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Copies each event into a table, and refuses one that comes twice, or that does not come right behind the one before it in its stream. */
final class Lines implements JdbcProjection<TortureEvent> {

    static final String NAME = "torture-lines";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS torture_lines (
                        "position" bigint PRIMARY KEY,
                        event_id   uuid NOT NULL,
                        stream_id  text NOT NULL,
                        version    bigint NOT NULL
                    )""");
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS torture_tops (stream_id text PRIMARY KEY, version bigint NOT NULL)""");
        }
    }

    @Override
    public void apply(StoredEvent<TortureEvent> event, Connection connection) throws SQLException {
        try (PreparedStatement line = connection.prepareStatement("INSERT INTO torture_lines VALUES (?, ?, ?, ?)")) {
            line.setLong(1, event.position());
            line.setObject(2, UUID.fromString(event.id().toString()));
            line.setString(3, event.stream().value());
            line.setLong(4, event.version());
            line.executeUpdate();
        }
        try (PreparedStatement top = connection.prepareStatement("""
                INSERT INTO torture_tops AS t VALUES (?, ?)
                ON CONFLICT (stream_id) DO UPDATE SET version = excluded.version WHERE t.version = excluded.version - 1""")) {
            top.setString(1, event.stream().value());
            top.setLong(2, event.version());
            if (top.executeUpdate() != 1) {
                throw new IllegalStateException("version " + event.version() + " of stream " + event.stream()
                        + " does not come right behind the one before it");
            }
        }
    }
}
