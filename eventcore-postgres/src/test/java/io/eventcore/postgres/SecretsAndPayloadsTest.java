package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.eventcore.AppendRequest;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Telemetry;
import io.eventcore.projections.FailurePolicy;
import io.eventcore.projections.JdbcProjection;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Words are planted in passwords and in payloads, things go wrong in many ways, and the words are looked for in everything
 * that people and their tools read: messages with all causes, logs at their finest, meters, and the tables of errors. The
 * driver's log is read down to FINE: at FINEST it shows each value that it binds, which docs/operations.md warns of.
 */
@ExtendWith(TestPostgresExtension.class)
class SecretsAndPayloadsTest {

    private static final String SECRET = "pl4nted-secret";
    private static final String PAYLOAD = "pl4nted-payload";
    private static final List<String> LOGGERS = List.of("io.eventcore", "com.zaxxer.hikari");

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final java.util.logging.Logger driver = java.util.logging.Logger.getLogger("org.postgresql");

    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            seen.add(event.getFormattedMessage() + "\n"
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            seen.add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        appender.start();
        for (String name : LOGGERS) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            logger.setLevel(Level.TRACE);
            logger.setAdditive(false);
            logger.addAppender(appender);
        }
        driver.setLevel(java.util.logging.Level.FINE);
        handler.setLevel(java.util.logging.Level.FINE);
        driver.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        driver.removeHandler(handler);
        driver.setLevel(null);
        for (String name : LOGGERS) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            logger.detachAppender(appender);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://app:%s@127.0.0.1:1/bank",
                "jdbc:postgresql://127.0.0.1:1/bank;password=%s",
                "jdbc:postgresql:bank?user=app&password=%s&connectTimeout=1",
                "jdbc:postgresql://127.0.0.1:1/bank?user=app&password=%s&sslpassword=%<s",
                "postgres://app:%s@127.0.0.1:1/bank?sslpassword=%<s",
                "postgres://app:%s@/bank",
                "postgres://app:%s@127.0.0.1:port/bank",
                "postgres://app:x/%s@127.0.0.1:1/bank",
                "postgres://app:x?%s@127.0.0.1:1/bank",
                "postgres://app:x#%s@127.0.0.1:1/bank",
                "postgres://app:x%%zz%s@127.0.0.1:1/bank",
                "postgres://127.0.0.1:1/bank?pasword=%s",
                "mysql://app:%s@127.0.0.1:1/bank"
            })
    void noPasswordOfAUrlShows(String form) {
        fails(() -> {
            PostgresConfig config = PostgresConfig.builder(form.formatted(SECRET))
                    .connectTimeout(Duration.ofMillis(300))
                    .build();
            seen.add(config.toString());
            PostgresEventStore.create(config, EventTypes.of(Person.class)).close();
        });

        assertThat(everything()).doesNotContain(SECRET);
    }

    @Test
    void noPasswordShowsWhileAPoolWorks(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase() + "&sslpassword=" + SECRET;
        try (PostgresEventStore store = open(PostgresConfig.of(url))) {
            append(store, "Ada");
            seen.add(store.healthCheck().toString() + store.poolMetrics());
            Sql.execute(postgres.newDatabase(), "SELECT 1");
        }

        assertThat(everything()).doesNotContain(SECRET).contains("Added connection");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE events ADD CHECK (event_data::text NOT LIKE '%pl4nted%')",
                "CREATE UNIQUE INDEX ON events ((event_data ->> 'name'))",
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no %', NEW.event_data"
                        + " USING DETAIL = NEW.event_data::text, HINT = NEW.event_data::text; END $$;"
                        + " CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refuse()",
                "ALTER TABLE events ADD COLUMN number integer GENERATED ALWAYS AS ((event_data ->> 'name')::integer) STORED",
                "ALTER TABLE events ADD COLUMN day date GENERATED ALWAYS AS (make_date((event_data ->> 'name')::integer, 1, 1))"
                        + " STORED"
            })
    void noPayloadThatPostgresRefusesShows(String obstacle, TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(PostgresConfig.of(url))) {
            Sql.execute(url, obstacle);
            fails(() -> {
                append(store, PAYLOAD);
                append(store, PAYLOAD);
            });
        }

        assertThat(everything()).doesNotContain(PAYLOAD);
    }

    @Test
    void noPayloadOfAnApplicationsOwnConnectionsShowsEither(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        org.postgresql.ds.PGSimpleDataSource own = new org.postgresql.ds.PGSimpleDataSource();
        own.setUrl(url);
        try (PostgresEventStore store = open(PostgresConfig.of(own))) {
            Sql.execute(url, "ALTER TABLE events ADD CHECK (event_data::text NOT LIKE '%pl4nted%')");
            fails(() -> append(store, PAYLOAD));
        }

        assertThat(everything()).doesNotContain(PAYLOAD);
    }

    /** Ways in which a projection fails on a payload, by an error that quotes it. */
    enum Blunder {
        DUPLICATE_KEY {
            @Override
            void on(String name, Connection connection) throws Exception {
                execute(connection, "INSERT INTO people VALUES (?)", name);
                execute(connection, "INSERT INTO people VALUES (?)", name);
            }
        },
        NO_NUMBER {
            @Override
            void on(String name, Connection connection) throws Exception {
                execute(connection, "SELECT ?::integer", name);
            }
        },
        BATCH {
            @Override
            void on(String name, Connection connection) throws Exception {
                try (PreparedStatement statement = connection.prepareStatement("INSERT INTO people VALUES (?)")) {
                    for (int i = 0; i < 2; i++) {
                        statement.setString(1, name);
                        statement.addBatch();
                    }
                    statement.executeBatch();
                }
            }
        },
        WRAPPED {
            @Override
            void on(String name, Connection connection) {
                try {
                    NO_NUMBER.on(name, connection);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        },
        PARSED {
            @Override
            void on(String name, Connection connection) {
                Integer.parseInt(name);
            }
        },
        STATEMENT {
            @Override
            void on(String name, Connection connection) throws Exception {
                Sql.execute(connection, "INSERT INTO people VALUES ('x' " + name + ")");
            }
        };

        abstract void on(String name, Connection connection) throws Exception;

        private static void execute(Connection connection, String sql, String name) throws Exception {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, name);
                statement.execute();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noPayloadOnWhichAProjectionFailsShows(Blunder blunder, TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        Sql.execute(url, "CREATE TABLE people (name text PRIMARY KEY)");
        try (PostgresEventStore store = open(PostgresConfig.builder(url)
                .telemetry(Telemetry.of(OpenTelemetry.noop(), meters))
                .build())) {
            append(store, PAYLOAD);
            for (FailurePolicy policy : List.of(
                    FailurePolicy.stop().withAttempts(2).withPauses(Duration.ofMillis(1), Duration.ofMillis(2)),
                    FailurePolicy.park().withAttempts(2).withPauses(Duration.ofMillis(1), Duration.ofMillis(2)),
                    FailurePolicy.skip().withAttempts(2).withPauses(Duration.ofMillis(1), Duration.ofMillis(2)))) {
                ProjectionConfig config = ProjectionConfig.defaults().withFailurePolicy(policy);
                Failing projection = new Failing(blunder, "p" + seen.size());
                try (ProjectionRunner runner = new ProjectionRunner(store, projection, config)) {
                    fails(runner::runUntilCaughtUp);
                    seen.add(runner.status().toString());
                }
            }
        }
        String errors = Sql.query(url, "SELECT string_agg(error, '; ') FROM projection_leases")
                + Sql.query(url, "SELECT string_agg(error, '; ') FROM dead_letters");
        seen.add(errors);

        assertThat(errors).contains(" at io.eventcore.postgres.");
        assertThat(everything()).doesNotContain(PAYLOAD);
    }

    private void append(PostgresEventStore store, String name) {
        store.append(AppendRequest.to(StreamId.of("person-" + seen.size()), ExpectedVersion.any(), new Person(name)));
        seen.add("appended");
    }

    private static PostgresEventStore open(PostgresConfig config) {
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Person.class));
        store.initialize();
        return store;
    }

    @FunctionalInterface
    private interface Attempt {
        void make() throws Exception;
    }

    private void fails(Attempt attempt) {
        try {
            attempt.make();
        } catch (Exception failure) {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            seen.add(text.toString());
        }
    }

    private String everything() {
        StringBuilder all = new StringBuilder(String.join("\n", seen));
        meters.getMeters().forEach(meter -> all.append('\n').append(meter.getId()));
        return all.toString();
    }

    /** An event. */
    @EventType("person")
    record Person(String name) {}

    /** Fails on each event. */
    private record Failing(Blunder blunder, String name) implements JdbcProjection<Person> {
        @Override
        public void apply(StoredEvent<Person> event, Connection connection) throws Exception {
            blunder.on(event.payload().name(), connection);
        }
    }
}
