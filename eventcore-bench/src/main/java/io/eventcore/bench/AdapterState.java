package io.eventcore.bench;

import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.testkit.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The adapter that a benchmark runs on. */
@State(Scope.Benchmark)
public class AdapterState {

    /** Which one: {@code postgres} is an embedded, durable server for the whole trial. */
    @Param({"memory", "postgres"})
    public String adapter = "memory";

    private @Nullable TestPostgres postgres;

    /** For JMH. */
    public AdapterState() {}

    /** A new, empty store; the caller closes it. */
    EventStore newStore() {
        EventTypes types = EventTypes.of(Noted.class);
        EventStore store = switch (adapter) {
            case "memory" -> InMemoryEventStore.builder(types).withoutCodec().build();
            case "postgres" -> PostgresEventStore.create(PostgresConfig.of(server().newDatabase()), types);
            default -> throw new IllegalArgumentException("adapter is memory or postgres, not " + adapter);
        };
        store.initialize();
        return store;
    }

    /** After how many appends a benchmark takes another store. */
    long appendsPerStore() {
        return adapter.equals("memory") ? 50_000 : Long.MAX_VALUE;
    }

    private TestPostgres server() {
        TestPostgres server = postgres;
        if (server == null) {
            server = TestPostgres.builder().durable(true).start();
            postgres = server;
        }
        return server;
    }

    /** Stops the server, if one was started. */
    @TearDown
    public void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }
}
