package io.eventcore.examples.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.CommandExecutor;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionResult;
import io.eventcore.StreamId;
import io.eventcore.examples.bank.AccountEvent;
import io.eventcore.examples.bank.OpenAccount;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.FailurePolicy;
import io.eventcore.projections.ProjectionAdmin;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An application at work on a database: opens accounts, and runs projections. */
final class Bank implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);

    private static final ProjectionConfig CONFIG = ProjectionConfig.defaults()
            .withLease(Duration.ofSeconds(1))
            .withFailurePolicy(FailurePolicy.park().withAttempts(1));

    final String url;
    final PostgresEventStore store;
    final ProjectionAdmin admin;
    private final CommandExecutor executor;
    private final List<ProjectionRunner> runners = new ArrayList<>();

    Bank(String url) {
        this.url = url;
        this.store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(AccountEvent.class));
        store.initialize();
        this.admin = ProjectionAdmin.of(store);
        this.executor = CommandExecutor.create(store);
    }

    /** Two events: the account is opened, and has a cent. */
    ExecutionResult open(String owner) {
        return executor.execute(new OpenAccount(StreamId.of("account-" + owner), owner, 1));
    }

    ProjectionRunner start(Owners owners) {
        ProjectionRunner runner = new ProjectionRunner(store, owners, CONFIG).start();
        runners.add(runner);
        return runner;
    }

    /** Runs it until it has applied everything and serves readers. */
    void runUntilCaughtUp(Owners owners) {
        try (ProjectionRunner runner = new ProjectionRunner(store, owners, CONFIG).start()) {
            assertThat(runner.awaitPosition(admin.head(), SOON)).isTrue();
            await().atMost(SOON).until(() -> runner.status().active());
        }
    }

    /** A projection that has put mallory's account aside, two events, and still runs. */
    Owners startWithDeadLetters() {
        Owners owners = new Owners(1);
        owners.refused.add("mallory");
        open("alice");
        ExecutionResult last = open("mallory");
        assertThat(start(owners).awaitResult(last, SOON)).isTrue();
        return owners;
    }

    List<String> rowsOf(String account) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT what FROM owners WHERE stream = 'account-" + account + "' ORDER BY version")) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }

    static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Ends all runners. */
    void stop() {
        runners.forEach(ProjectionRunner::close);
    }

    @Override
    public void close() {
        stop();
        store.close();
    }
}
