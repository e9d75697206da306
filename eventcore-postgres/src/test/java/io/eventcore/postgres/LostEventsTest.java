package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.CheckpointAheadException;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.ProjectionId;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.projections.JdbcProjection;
import io.eventcore.projections.ProjectionAdmin;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events that a projection has applied are lost, and others have got their positions: the checkpoint says so. */
@ExtendWith(TestPostgresExtension.class)
class LostEventsTest {

    private static final ProjectionId NOTES = new ProjectionId("notes", 1);
    private static final StreamId STREAM = StreamId.of("notes");

    private String url;
    private PostgresEventStore store;

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Noted.class));
        store.initialize();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aRunnerWhoseLastEventIsLostStopsAndSaysWhatToDo() throws SQLException {
        note("1", "2", "3");
        runner().runUntilCaughtUp();
        lose(1);
        note("another 3", "4");

        assertThatThrownBy(() -> runner().runUntilCaughtUp())
                .isInstanceOf(CheckpointAheadException.class)
                .hasMessageContaining("position 3")
                .hasMessageContaining("ProjectionAdmin");
        assertThat(Sql.query(url, "SELECT string_agg(text, ',' ORDER BY id) FROM notes"))
                .isEqualTo("1,2,3");
    }

    @Test
    void aProjectionThatIsBuiltAgainGoesOn() throws SQLException {
        note("1", "2");
        runner().runUntilCaughtUp();
        lose(2);
        note("a", "b", "c");

        ProjectionAdmin.of(store).reset(NOTES);

        assertThat(runner().runUntilCaughtUp()).isEqualTo(3);
        assertThat(Sql.query(url, "SELECT string_agg(text, ',' ORDER BY id) FROM notes"))
                .isEqualTo("a,b,c");
    }

    @Test
    void anOperatorMayAcceptTheReadModelAsItIs() throws SQLException {
        note("1", "2");
        runner().runUntilCaughtUp();
        lose(1);
        note("another 2", "3");

        ProjectionAdmin.of(store).moveTo(NOTES, 2);

        assertThat(runner().runUntilCaughtUp()).isEqualTo(3);
        assertThat(Sql.query(url, "SELECT string_agg(text, ',' ORDER BY id) FROM notes"))
                .isEqualTo("1,2,3");
    }

    /** A checkpoint is not only moved: it is also made, when a projection is divided. */
    @Test
    void theNewSegmentsOfAProjectionKnowTheirEventAsWell() throws SQLException {
        note("1", "2");
        runner().runUntilCaughtUp();
        ProjectionAdmin.of(store).changeSegments(NOTES, 2);
        runner().runUntilCaughtUp();
        lose(1);
        note("another 2", "3");

        assertThatThrownBy(() -> runner().runUntilCaughtUp()).isInstanceOf(CheckpointAheadException.class);
    }

    @Test
    void dividingAProjectionDoesNotMakeAnotherLogItsOwn() throws SQLException {
        note("1", "2");
        runner().runUntilCaughtUp();
        lose(1);
        note("another 2", "3");

        ProjectionAdmin.of(store).changeSegments(NOTES, 2);

        assertThatThrownBy(() -> runner().runUntilCaughtUp()).isInstanceOf(CheckpointAheadException.class);
    }

    @Test
    void aCheckpointRestsOnItsLastEvent() throws SQLException {
        note("1");
        runner().runUntilCaughtUp();
        String rests = "SELECT event_position || ' ' || (event_id = (SELECT event_id FROM events WHERE position = 1))"
                + " FROM projection_checkpoints";

        assertThat(Sql.query(url, rests)).isEqualTo("1 true");
    }

    private void note(String... texts) {
        for (String text : texts) {
            store.append(AppendRequest.to(STREAM, ExpectedVersion.any(), new Noted(text)));
        }
    }

    /** What an older copy of the database would not hold. */
    private void lose(int count) throws SQLException {
        Sql.execute(url, "ALTER TABLE events DISABLE TRIGGER events_are_immutable");
        Sql.execute(url, "DELETE FROM events WHERE position > (SELECT max(position) FROM events) - " + count);
        Sql.execute(url, "ALTER TABLE events ENABLE ALWAYS TRIGGER events_are_immutable");
        Sql.execute(url, "UPDATE event_streams SET version = version - " + count);
        Sql.execute(
                url,
                "SELECT setval('events_position_seq', greatest((SELECT max(position) FROM events), 1),"
                        + " EXISTS (SELECT FROM events))");
    }

    private ProjectionRunner runner() {
        return new ProjectionRunner(store, new Notes());
    }

    /** A table of all notes. */
    private static final class Notes implements JdbcProjection<Noted> {

        @Override
        public String name() {
            return NOTES.name();
        }

        @Override
        public void initialize(Connection connection) throws SQLException {
            execute(connection, "CREATE TABLE IF NOT EXISTS notes (id serial, text text)");
        }

        @Override
        public void clear(Connection connection) throws SQLException {
            execute(connection, "DELETE FROM notes");
        }

        @Override
        public void apply(StoredEvent<Noted> event, Connection connection) throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO notes (text) VALUES (?)")) {
                insert.setString(1, event.payload().text());
                insert.executeUpdate();
            }
        }

        private static void execute(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
