package io.eventcore.examples.rest;

import com.zaxxer.hikari.HikariDataSource;
import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.Telemetry;
import io.eventcore.examples.bank.AccountEvent;
import io.eventcore.examples.bank.BalancesProjection;
import io.eventcore.examples.database.JdbcUrl;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The service as a whole: what is started in which order, and ended in the opposite one. Requests end first, then the
 * projection, then the store, and the connections last.
 */
public final class BankService implements AutoCloseable {

    private final HikariDataSource connections;
    private final EventStore store;
    private final ProjectionRunner projection;
    private final WebServer web;

    private BankService(HikariDataSource connections, EventStore store, ProjectionRunner projection, WebServer web) {
        this.connections = connections;
        this.store = store;
        this.projection = projection;
        this.web = web;
    }

    /**
     * Starts the service. Blocks until it answers.
     *
     * @param url the database, with user and password
     * @param port where it listens; 0 takes one that is free
     * @param telemetry takes spans and meters
     */
    public static BankService start(String url, int port, Telemetry telemetry) {
        return start(url, port, telemetry, Duration.ofSeconds(10), UnaryOperator.identity());
    }

    /** For tests: with a deadline of their own, and something between the commands and the store. */
    static BankService start(
            String url, int port, Telemetry telemetry, Duration deadline, UnaryOperator<EventStore> between) {
        HikariDataSource connections = new HikariDataSource();
        connections.setJdbcUrl(JdbcUrl.of(url));
        PostgresEventStore store = PostgresEventStore.create(
                PostgresConfig.builder(url).name("bank").telemetry(telemetry).build(),
                EventTypes.of(AccountEvent.class));
        store.initialize();
        ProjectionRunner projection = new ProjectionRunner(
                store, new BalancesProjection(), ProjectionConfig.defaults().withTelemetry(telemetry));
        projection.runUntilCaughtUp(); // so the table is there, and not older than the service, before anybody asks
        projection.start();
        CommandExecutor executor = CommandExecutor.builder(between.apply(store))
                .telemetry(telemetry)
                .build();
        AccountsResource accounts =
                new AccountsResource(executor, new RequestOptions(deadline), projection, new BalanceTable(connections));
        HealthResource health = new HealthResource(store::healthCheck, projection);
        WebServer web = WebServer.start(port, routes -> {
            accounts.addTo(routes);
            health.addTo(routes);
        });
        return new BankService(connections, store, projection, web);
    }

    /** Where it listens. */
    public URI uri() {
        return web.uri();
    }

    /** Answers what was accepted, and ends. Blocks. */
    @Override
    public void close() {
        web.close();
        projection.close();
        store.close();
        connections.close();
    }
}
