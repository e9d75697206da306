package io.eventcore.torture.readmodels;

import io.eventcore.EventFilter;
import io.eventcore.StoredEvent;
import io.eventcore.projections.JdbcProjection;
import io.eventcore.torture.events.TortureEvent;
import io.eventcore.torture.events.TortureEvent.Named;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Keeps each name once, carelessly: it catches the error of a name that is there already, which leaves the transaction
 * unusable. Such an event has failed, and its policy skips it; no other event may be lost for it.
 */
final class Names implements JdbcProjection<TortureEvent> {

    static final String NAME = "torture-names";

    private static final String DUPLICATE_KEY = "23505";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public EventFilter filter() {
        return EventFilter.all().withTypes("torture-named");
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS torture_names (name text PRIMARY KEY)");
        }
    }

    @Override
    public void apply(StoredEvent<TortureEvent> event, Connection connection) throws SQLException {
        if (event.payload() instanceof Named named) {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO torture_names VALUES (?)")) {
                insert.setString(1, named.name());
                insert.executeUpdate();
            } catch (SQLException e) {
                if (!DUPLICATE_KEY.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }
}
