package io.eventcore.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eventcore.EventTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Two roles of random names: one that owns the tables, and the application's, with the rights of {@code grants.sql}.
 * Neither is a superuser. Closing drops them, for roles outlive databases.
 */
final class TestRoles implements AutoCloseable {

    private final String maintenanceUrl;
    private final String owner = "owner_" + UUID.randomUUID().toString().replace("-", "");
    private final String application =
            "application_" + UUID.randomUUID().toString().replace("-", "");
    private final String password = UUID.randomUUID().toString();
    private final Queue<String> databases = new ConcurrentLinkedQueue<>();

    TestRoles(String maintenanceUrl) throws SQLException {
        this.maintenanceUrl = maintenanceUrl;
        for (String role : new String[] {owner, application}) {
            Sql.execute(maintenanceUrl, "CREATE ROLE " + role + " LOGIN PASSWORD '" + password + "'");
        }
    }

    /** Lets the owner make the schema "public" of an empty database his workshop. */
    void admitOwner(String url) throws SQLException {
        databases.add(url);
        Sql.execute(url, "GRANT CREATE ON SCHEMA public TO " + owner);
        Sql.execute(url, "GRANT CREATE ON DATABASE " + JdbcUrl.parse(url).database() + " TO " + owner);
    }

    /** The owner makes the tables in an empty database, and grants the application what it needs. */
    void prepare(String url) throws SQLException {
        admitOwner(url);
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(ownerUrl(url)), EventTypes.of(Deposited.class))) {
            store.initialize();
        }
        Sql.execute(ownerUrl(url), grants());
    }

    String ownerUrl(String url) {
        return as(owner, url);
    }

    String applicationUrl(String url) {
        return as(application, url);
    }

    /** The name of the application's role. */
    String application() {
        return application;
    }

    /** What the owner runs to admit the application. */
    String grants() {
        try (InputStream in = PostgresEventStore.class.getResourceAsStream("grants.sql")) {
            return new String(Objects.requireNonNull(in, "grants.sql").readAllBytes(), UTF_8)
                    .replace("app_role", application);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String as(String role, String url) {
        return JdbcUrl.parse(url).with("user", role).with("password", password).toString();
    }

    @Override
    public void close() throws SQLException {
        for (String url : databases) {
            Sql.execute(url, "DROP OWNED BY " + owner + ", " + application + " CASCADE");
        }
        Sql.execute(maintenanceUrl, "DROP ROLE " + owner + ", " + application);
    }
}
