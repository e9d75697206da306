package io.eventcore.postgres.internal.schema;

import io.eventcore.ConfigurationException;
import io.eventcore.postgres.internal.sql.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
            "V005__commands.sql");

    private static final long LOCK = 0x4576656E74436F72L; // "EventCor"

    private final Database database;
    private final @Nullable String name;

    /**
     * Works on this database.
     *
     * @param name the schema that the connections use and that is created if it is missing; null for the default; made of letters, digits and underscores
     */
    public Schema(Database database, @Nullable String name) {
        this.database = database;
        this.name = name;
    }

    /** The version that a database has when every file has run. */
    static int latestVersion() {
        return FILES.size();
    }

    /** Creates what is missing. */
    public void initialize() {
        database.read("creating the tables", connection -> {
            if (installedVersion(connection) < FILES.size()) {
                Database.inTransaction(connection, this::migrate);
            }
            return true;
        });
    }

    private boolean migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = 0");
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            if (name != null) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS \"" + name + "\"");
            }
            // The look before the lock may have left a stale "no such table" in the session's cache, so do not look
            // again.
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS eventcore_schema (
                        version      integer PRIMARY KEY,
                        file         text NOT NULL,
                        installed_at timestamptz NOT NULL DEFAULT now()
                    )""");
            int installed = latestVersion(statement);
            for (int version = installed + 1; version <= FILES.size(); version++) {
                String file = FILES.get(version - 1);
                statement.execute(textOf(file));
                statement.execute(
                        "INSERT INTO eventcore_schema (version, file) VALUES (" + version + ", '" + file + "')");
                log.info("Installed {}.", file);
            }
        }
        return true;
    }

    private static int installedVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet result = statement.executeQuery("SELECT to_regclass('eventcore_schema') IS NOT NULL")) {
                result.next();
                if (!result.getBoolean(1)) {
                    return 0;
                }
            }
            return latestVersion(statement);
        }
    }

    private static int latestVersion(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT coalesce(max(version), 0) FROM eventcore_schema")) {
            result.next();
            int version = result.getInt(1);
            if (version > FILES.size()) {
                throw new ConfigurationException("The database has schema version " + version
                        + ", this EventCore knows " + FILES.size() + ": use a newer EventCore.");
            }
            return version;
        }
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
