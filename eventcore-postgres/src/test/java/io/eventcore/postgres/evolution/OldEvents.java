package io.eventcore.postgres.evolution;

import io.eventcore.AppendRequest;
import io.eventcore.EventStore;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A store into which events of earlier years can be put. */
interface OldEvents extends AutoCloseable {

    EventStore store();

    /** Puts an event at the end of a stream as an earlier version of the application has stored it. */
    void load(StreamId stream, String type, int version, String json) throws SQLException;

    @Override
    default void close() {
        store().close();
    }

    static OldEvents inMemory() {
        InMemoryEventStore store = InMemoryEventStore.create(CustomerEvent.types());
        return new OldEvents() {
            @Override
            public EventStore store() {
                return store;
            }

            @Override
            public void load(StreamId stream, String type, int version, String json) {
                store.load(stream, type, version, json);
            }
        };
    }

    static OldEvents inPostgres(TestPostgres postgres) {
        String url = postgres.newDatabase();
        PostgresEventStore store = PostgresEventStore.create(PostgresConfig.of(url), CustomerEvent.types());
        store.initialize();
        return new OldEvents() {
            @Override
            public EventStore store() {
                return store;
            }

            @Override
            public void load(StreamId stream, String type, int version, String json) throws SQLException {
                try (Connection connection = DriverManager.getConnection(url);
                        var call = connection.prepareStatement("""
                            SELECT eventcore_append(ARRAY[?], '{-1}', '{1}', '{0}', '{1}', '{0}', '{1}', '{1}',
                                ARRAY[gen_random_uuid()::text], ARRAY[?], ARRAY[?], ARRAY[?], ARRAY['{}'])\
                            """)) {
                    call.setString(1, stream.value());
                    call.setString(2, type);
                    call.setInt(3, version);
                    call.setString(4, json);
                    call.execute();
                }
            }
        };
    }

    /** Appends what is written today. */
    default void append(StreamId stream, CustomerEvent event) {
        store().append(AppendRequest.to(stream, ExpectedVersion.any(), event));
    }
}
