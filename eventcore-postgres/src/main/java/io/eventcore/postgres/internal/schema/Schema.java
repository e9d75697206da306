package io.eventcore.postgres.internal.schema;

import io.eventcore.ConfigurationException;
import io.eventcore.postgres.internal.feed.FeedObstacles;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.ServerText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables and functions up to date by numbered DDL files, which a team may as well run with its own migration
 * tool.
 *
 * <p>An advisory lock lets one process at a time through; who comes later finds the work done. A database that is up to
 * date is only read: nothing is locked.
 */
public final class Schema {

    private static final Logger log = LoggerFactory.getLogger(Schema.class);

    /** The DDL files, in order; a file's place in the list is its version. */
    private static final List<String> FILES = List.of(
            "V001__streams_and_events.sql",
            "V002__append.sql",
            "V003__feed.sql",
            "V004__checkpoints.sql",
            "V005__commands.sql",
            "V006__always_immutable.sql",
            "V007__cheaper_append.sql",
            "V008__projections.sql",
            "V009__leases.sql",
            "V010__feed_page.sql",
            "V011__snapshots.sql",
            "V012__fixed_search_path.sql");

    /** No right to do it, or no schema in which the user may create anything. */
    private static final Set<String> NOT_ALLOWED = Set.of("42501", "3F000");

    private static final String NO_RIGHT = "42501";

    private static final String IS_THERE = "SELECT pg_catalog.to_regclass('{schema}.eventcore_schema') IS NOT NULL";

    private static final String VERSION = "SELECT coalesce(max(version), 0) FROM {schema}.eventcore_schema";

    private static final long LOCK = 0x4576656E74436F72L; // "EventCor"

    private final Database database;
    private final boolean creates;

    /**
     * Works on this database, in the schema that its connections know.
     *
     * @param creates whether to create the schema if it is missing: it was asked for by name
     */
    public Schema(Database database, boolean creates) {
        this.database = database;
        this.creates = creates;
    }

    /** The version that a database has when every file has run. */
    static int latestVersion() {
        return FILES.size();
    }

    /**
     * Creates what is missing.
     *
     * @throws ConfigurationException if the database is newer than this code, is of no known version, does not let this
     *     user create anything, or gives positions out of order
     */
    public void initialize() {
        database.read("creating the tables", connection -> {
            if (installed(connection) < FILES.size()) {
                try {
                    waitingAsLongAsItTakes(connection, this::migrate);
                } catch (SQLException e) {
                    if (NOT_ALLOWED.contains(String.valueOf(e.getSQLState()))) {
                        throw refused(
                                "The tables are missing or older than this EventCore, and this user may not change that:"
                                        + " call initialize() as their owner, then grant this user what it needs"
                                        + " (docs/schema.md).",
                                e);
                    }
                    throw e;
                }
            }
            Optional<String> altered = FeedObstacles.sequence(connection);
            if (altered.isPresent()) {
                throw new ConfigurationException(altered.get());
            }
            return true;
        });
    }

    private static int installed(Connection connection) throws SQLException {
        try {
            return installedVersion(connection);
        } catch (SQLException e) {
            if (NO_RIGHT.equals(e.getSQLState())) {
                throw refused(
                        "The tables are there, but this user may not use their schema or read them: grant it what it"
                                + " needs (docs/schema.md), or call initialize() as their owner.",
                        e);
            }
            throw e;
        }
    }

    private static ConfigurationException refused(String what, SQLException e) {
        return new ConfigurationException(
                what + " PostgreSQL says (" + e.getSQLState() + "): " + ServerText.of(e), ServerText.cleaned(e));
    }

    /** Another process may be at it for long: the driver's own time-out is off meanwhile. */
    private static void waitingAsLongAsItTakes(Connection connection, Database.Work<Boolean> work) throws SQLException {
        int timeout = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, 0);
        try {
            Database.inTransaction(connection, work);
        } finally {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, timeout);
            }
        }
    }

    private boolean migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = 0");
            statement.execute("SELECT pg_catalog.pg_advisory_xact_lock(" + LOCK + ")");
            if (creates) {
                execute(connection, "CREATE SCHEMA IF NOT EXISTS {schema}");
            }
            // The files name nothing by its schema, so that teams can run them in one of their own.
            execute(connection, "SET LOCAL search_path = {schema}, pg_temp");
            // The look before the lock may have left a stale "no such table" in the session's cache, so do not look
            // again.
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS eventcore_schema (
                        version      integer PRIMARY KEY,
                        file         text NOT NULL,
                        installed_at timestamptz NOT NULL DEFAULT now()
                    )""");
            int installed = latestVersion(statement);
            if (installed == 0) {
                refuseTablesOfUnknownVersion(statement);
            }
            for (int version = installed + 1; version <= FILES.size(); version++) {
                String file = FILES.get(version - 1);
                statement.execute(textOf(file));
                // The newer files note themselves, for those who run them by another tool.
                statement.execute("INSERT INTO eventcore_schema (version, file) VALUES (" + version + ", '" + file
                        + "') ON CONFLICT DO NOTHING");
                log.info("Installed {}.", file);
            }
        }
        return true;
    }

    /** Somebody else ran the first files, and not those that fill {@code eventcore_schema}. */
    private static void refuseTablesOfUnknownVersion(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT to_regclass('event_streams') IS NOT NULL")) {
            result.next();
            if (result.getBoolean(1)) {
                throw new ConfigurationException(
                        "The table event_streams is there, but eventcore_schema does not say of"
                                + " which version it is. If a migration tool runs the DDL files, let it run all of them up to "
                                + FILES.get(FILES.size() - 1)
                                + "; initialize() finds them done then (docs/schema.md).");
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private static int installedVersion(Connection connection) throws SQLException {
        try (PreparedStatement look = connection.prepareStatement(IS_THERE);
                ResultSet result = look.executeQuery()) {
            result.next();
            if (!result.getBoolean(1)) {
                return 0;
            }
        }
        try (PreparedStatement look = connection.prepareStatement(VERSION);
                ResultSet result = look.executeQuery()) {
            return version(result);
        }
    }

    private static int latestVersion(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT coalesce(max(version), 0) FROM eventcore_schema")) {
            return version(result);
        }
    }

    private static int version(ResultSet result) throws SQLException {
        result.next();
        int version = result.getInt(1);
        if (version > FILES.size()) {
            throw new ConfigurationException("The database has schema version " + version + ", this EventCore knows "
                    + FILES.size() + ": use a newer EventCore.");
        }
        return version;
    }

    private static String textOf(String file) {
        try (InputStream in = Schema.class.getResourceAsStream("/io/eventcore/postgres/schema/" + file)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + file + " is missing from eventcore-postgres.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
