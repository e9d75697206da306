package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Nobody changes an event by a statement, the owner of the tables and the superuser included. */
@ExtendWith(TestPostgresExtension.class)
class ImmutableEventsTest {

    private String url;

    @BeforeEach
    void storeAnEvent(TestPostgres postgres) {
        url = postgres.newDatabase();
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class))) {
            store.initialize();
            store.append(AppendRequest.to(StreamId.of("a"), ExpectedVersion.noStream(), new Deposited(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE events SET event_type = 'x'",
                "UPDATE events SET event_type = event_type WHERE false",
                "UPDATE events e SET event_type = 'x' FROM event_streams s WHERE s.stream_id = e.stream_id",
                "DELETE FROM events",
                "DELETE FROM events WHERE false",
                "DELETE FROM events e USING event_streams s WHERE s.stream_id = e.stream_id",
                "WITH gone AS (DELETE FROM events RETURNING event_id) SELECT count(*) FROM gone",
                "TRUNCATE events",
                "TRUNCATE event_streams, events RESTART IDENTITY CASCADE",
                "MERGE INTO events e USING event_streams s ON s.stream_id = e.stream_id WHEN MATCHED THEN DELETE",
                "MERGE INTO events e USING event_streams s ON s.stream_id = e.stream_id"
                        + " WHEN MATCHED THEN UPDATE SET event_version = 2",
                "INSERT INTO events (event_id, stream_id, stream_version, event_type, event_data)"
                        + " SELECT event_id, stream_id, stream_version, event_type, event_data FROM events"
                        + " ON CONFLICT (event_id) DO UPDATE SET event_type = 'x'"
            })
    void aStatementThatWouldChangeEventsIsRefused(String change) throws SQLException {
        String before = events();

        assertThatThrownBy(() -> Sql.execute(url, change)).hasMessageContaining("Events are immutable");
        assertThatThrownBy(() -> Sql.execute(url, "SET session_replication_role = replica; " + change))
                .hasMessageContaining("Events are immutable");
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void eventsMayBeCopiedIn() throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY events (event_id, stream_id, stream_version, event_type, event_data) FROM STDIN",
                            new StringReader(UUID.randomUUID() + "\ta\t2\tdeposited\t{\"cents\": 2}\n"));
        }
        assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo("2");
    }

    private String events() throws SQLException {
        return Sql.query(url, "SELECT string_agg(e::text, ',' ORDER BY position) FROM events e");
    }
}
