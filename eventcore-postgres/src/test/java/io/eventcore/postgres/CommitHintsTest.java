package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.ConfigurationException;
import io.eventcore.EventFeed.Subscription;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stores of one database that tell each other of their commits. */
@ExtendWith(TestPostgresExtension.class)
class CommitHintsTest {

    private static final String LISTENERS = """
            FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'""";

    private final AtomicInteger calls = new AtomicInteger();
    private String url;
    private PostgresEventStore writer;
    private PostgresEventStore reader;

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        writer = open(true);
        writer.initialize();
        reader = open(true);
    }

    @AfterEach
    void close() {
        reader.close();
        writer.close();
    }

    @Test
    void aCommitInOneCallsBackInTheOther() {
        listen();

        append();

        await().until(() -> calls.get() > 0);
    }

    @Test
    void aListenerWhoseSessionEndsListensAgain() throws SQLException {
        listen();

        Sql.query(url, "SELECT pg_terminate_backend(pid) " + LISTENERS);

        // It calls back when it listens again, for it may have missed something; then it hears of the next commit.
        await().until(() -> calls.getAndSet(0) > 0);
        append();
        await().until(() -> calls.get() > 0);
    }

    @Test
    void aHintThatCannotBeSentFailsNoAppend() throws SQLException {
        listen();
        Sql.execute(url, "ALTER FUNCTION pg_catalog.pg_notify(text, text) RENAME TO put_aside");

        append();
        append();

        Sql.execute(url, "ALTER FUNCTION pg_catalog.put_aside(text, text) RENAME TO pg_notify");
        append();
        await().until(() -> calls.get() > 0);
    }

    @Test
    void whoIsNotSubscribedTakesNoConnection() throws SQLException {
        assertThat(listeners()).isZero();

        Subscription first = reader.feed().onCommit(calls::incrementAndGet);
        Subscription second = reader.feed().onCommit(calls::incrementAndGet);
        await().until(() -> listeners() == 1);
        first.close();
        assertThat(reader.poolMetrics().activeConnections()).isEqualTo(1);

        second.close();

        await().until(() -> listeners() == 0);
        await().until(() -> reader.poolMetrics().activeConnections() == 0);
    }

    @Test
    void aStoreThatIsClosedListensNoMore() throws SQLException {
        listen();

        reader.close();

        await().until(() -> listeners() == 0);
    }

    @Test
    void unlessItIsSetNobodyListensOrTells() throws SQLException {
        AtomicInteger own = new AtomicInteger();
        try (PostgresEventStore silent = open(false)) {
            silent.feed().onCommit(own::incrementAndGet);
            listen();

            silent.append(AppendRequest.to(StreamId.of("a"), ExpectedVersion.any(), new Deposited(1)));
            await().until(() -> own.get() == 1);
            assertThat(calls).hasValue(0);
            append();
            await().until(() -> calls.get() > 0);

            assertThat(own).hasValue(1);
            assertThat(listeners()).isEqualTo(1);
        }
    }

    @Test
    void itNeedsAConnectionMore() {
        assertThatThrownBy(() -> PostgresConfig.builder(url)
                        .maxConnections(3)
                        .notifyCommits(true)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("at least 4")
                .hasMessageContaining("one to listen");
    }

    private PostgresEventStore open(boolean notifyCommits) {
        PostgresConfigBuilder config = PostgresConfig.builder(url);
        if (notifyCommits) {
            config.notifyCommits(true);
        }
        return PostgresEventStore.create(config.build(), EventTypes.of(Deposited.class));
    }

    /** Returns when the reader listens, and has been told that it may have missed something before. */
    private void listen() {
        reader.feed().onCommit(calls::incrementAndGet);
        await().until(() -> calls.getAndSet(0) > 0);
    }

    private void append() {
        writer.append(AppendRequest.to(StreamId.of("a"), ExpectedVersion.any(), new Deposited(1)));
    }

    private int listeners() throws SQLException {
        return Integer.parseInt(Sql.query(url, "SELECT count(*) " + LISTENERS));
    }
}
