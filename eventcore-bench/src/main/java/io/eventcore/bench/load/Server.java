package io.eventcore.bench.load;

import io.eventcore.ConfigurationException;
import io.eventcore.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The server of a load run. A commit on it is durable, or there is no run. */
final class Server implements AutoCloseable {

    private static final String SETTINGS = """
            SELECT name, current_setting(name)
            FROM pg_settings
            WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'wal_level',
                           'shared_buffers', 'max_wal_size', 'checkpoint_timeout', 'max_connections', 'autovacuum',
                           'commit_delay', 'default_transaction_isolation', 'data_checksums', 'jit')""";

    private static final String[] DURABILITY = {"fsync", "synchronous_commit", "full_page_writes"};

    private final TestPostgres postgres;
    private final Map<String, String> settings;

    private Server(TestPostgres postgres, Map<String, String> settings) {
        this.postgres = postgres;
        this.settings = settings;
    }

    /** An embedded server, or the one of this URL. */
    static Server start(@Nullable String url) {
        TestPostgres.Builder builder = TestPostgres.builder().durable(true);
        return of((url == null ? builder.embedded() : builder.at("--url", url)).start());
    }

    /** @throws ConfigurationException if a commit on it is not durable */
    static Server of(TestPostgres postgres) {
        try {
            Map<String, String> settings = settings(postgres.url());
            refuseUnlessDurable(settings);
            return new Server(postgres, settings);
        } catch (SQLException e) {
            postgres.close();
            throw new ConfigurationException("The settings of the server cannot be read: " + e.getMessage(), e);
        } catch (ConfigurationException e) {
            postgres.close();
            throw e;
        }
    }

    /** Without these a commit is fast and may be lost: such figures say nothing. */
    static void refuseUnlessDurable(Map<String, String> settings) {
        for (String name : DURABILITY) {
            String value = settings.get(name);
            if (value == null || value.equals("off")) {
                throw new ConfigurationException(
                        "The load run needs a server on which a commit is durable, but " + name + " is " + value + ".");
            }
        }
    }

    private static Map<String, String> settings(String url) throws SQLException {
        Map<String, String> settings = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(SETTINGS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                settings.put(row.getString(1), row.getString(2));
            }
        }
        return settings;
    }

    /** A fresh database with all tables. */
    BenchDatabase newDatabase() throws SQLException {
        return BenchDatabase.create(postgres.newDatabase());
    }

    String description() {
        return postgres.describe();
    }

    /** The settings that the figures depend on. */
    Map<String, String> settings() {
        return settings;
    }

    @Override
    public void close() {
        postgres.close();
    }
}
