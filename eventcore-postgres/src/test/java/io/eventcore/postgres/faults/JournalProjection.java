package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.ProjectionId;
import io.eventcore.StoredEvent;
import io.eventcore.postgres.Sql;
import io.eventcore.projections.JdbcProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/** The {@link AccountsProjection}, which also writes down each event that it applies, in the order in which it does. */
final class JournalProjection implements JdbcProjection<Moved> {

    static final ProjectionId ID = new ProjectionId("journal", 1);

    private final AccountsProjection accounts = new AccountsProjection();
    private final Consumer<Moment> reached;

    /** When a test may want to suspend the process. */
    enum Moment {
        /** A page of events was read, and the transaction that applies it has not begun. */
        BEFORE_THE_TRANSACTION,
        /** The effect of an event is written, and not committed. */
        IN_THE_TRANSACTION
    }

    JournalProjection() {
        this(moment -> {});
    }

    /**
     * Tells of the moments that it comes to.
     *
     * @param reached called on the thread that works on the segment
     */
    JournalProjection(Consumer<Moment> reached) {
        this.reached = reached;
    }

    @Override
    public String name() {
        return ID.name();
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        accounts.initialize(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS journal (
                        nr bigint GENERATED ALWAYS AS IDENTITY, account text NOT NULL, version bigint NOT NULL)""");
        }
    }

    @Override
    public void apply(StoredEvent<Moved> event, Connection connection) throws SQLException {
        accounts.apply(event, connection);
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO journal (account, version) VALUES (?, ?)")) {
            statement.setString(1, event.stream().value());
            statement.setLong(2, event.version());
            statement.executeUpdate();
        }
        reached.accept(Moment.IN_THE_TRANSACTION);
    }

    /** Fails unless each event of the log was applied once, and those of a stream in their order. */
    static void assertNothingIsLostDoubledOrOutOfOrder(String url) throws SQLException {
        AccountsProjection.assertIsTheFoldOfTheLog(url);
        assertThat(Sql.query(url, "SELECT count(*) FROM journal"))
                .as("events applied")
                .isEqualTo(Sql.query(url, "SELECT count(*) FROM events"));
        assertThat(Sql.query(url, """
                        SELECT count(*) FROM (
                            SELECT version - lag(version, 1, 0::bigint) OVER (PARTITION BY account ORDER BY nr) AS step
                            FROM journal
                        ) AS steps WHERE step <> 1"""))
                .as("events that were not applied right after the one before of their stream")
                .isEqualTo("0");
    }
}
