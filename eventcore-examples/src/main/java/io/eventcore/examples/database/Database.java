package io.eventcore.examples.database;

import io.eventcore.ConfigurationException;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database of a run: one that the user names, or an embedded server that lives as long as the run.
 *
 * @param url where it is, with user and password: do not print it
 * @param description what it is, for people, without a password
 * @param whenClosed stops what was started for it
 */
public record Database(String url, String description, Runnable whenClosed) implements AutoCloseable {

    /** The environment variable that names a database. */
    public static final String ENVIRONMENT_VARIABLE = "DATABASE_URL";

    /**
     * The one that an option names, or else the environment variable {@value #ENVIRONMENT_VARIABLE}, or else an embedded
     * server. Blocks while that starts.
     *
     * @param option the value of {@code --url}, if it was given
     */
    public static Database find(@Nullable String option, Map<String, String> environment) {
        if (option != null) {
            return named(option, "--url");
        }
        String named = environment.getOrDefault(ENVIRONMENT_VARIABLE, "");
        return named.isBlank() ? embedded() : named(named, ENVIRONMENT_VARIABLE);
    }

    private static Database named(String url, String by) {
        return new Database(url, "the PostgreSQL that " + by + " names", () -> {});
    }

    /** Starts a server that forces each commit to the disk, as one in production does. */
    private static Database embedded() {
        TestPostgres postgres = TestPostgres.builder().embedded().durable(true).start();
        return new Database(postgres.url(), postgres.describe() + ", fsync on", postgres::close);
    }

    /**
     * Creates an empty schema, so that a run meets nothing of others and leaves nothing behind. Blocks.
     *
     * @param name letters, digits and underscores; no schema of this name may exist
     * @return this database as seen from the schema: who opens its URL works there; closing it drops the schema
     * @throws ConfigurationException if the database cannot be reached, or its user may not create schemas
     */
    public Database newSchema(String name) {
        PostgresConfig.of(url); // refuses what is no URL of PostgreSQL
        execute("CREATE SCHEMA " + name);
        String jdbcUrl = JdbcUrl.of(url);
        String inSchema = jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "currentSchema=" + name;
        return new Database(inSchema, description, () -> execute("DROP SCHEMA " + name + " CASCADE"));
    }

    private void execute(String statement) {
        try (Connection connection = DriverManager.getConnection(JdbcUrl.of(url));
                Statement execution = connection.createStatement()) {
            execution.execute(statement);
        } catch (SQLException e) {
            throw new ConfigurationException("PostgreSQL refused '" + statement + "': " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        whenClosed.run();
    }
}
