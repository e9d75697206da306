package io.eventcore.postgres.internal.pool;

import io.eventcore.ConfigurationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what a new connection was asked for with what the server says that it has. A pooler may leave out what is sent
 * when a connection opens, and answer as if nothing were missing. Costs a round trip for each connection that asks for
 * settings; thread-safe.
 */
final class SessionCheck {

    private static final Logger log = LoggerFactory.getLogger(SessionCheck.class);

    private static final String SEARCH_PATH = "search_path";
    private static final String APPLICATION_NAME = "application_name";

    /** The forms in which {@code options} names a setting: -c name=value and --name=value, a blank escaped by a backslash. */
    private static final Pattern OPTION =
            Pattern.compile("(?:-c\\s*|--)([A-Za-z_][A-Za-z0-9_.-]*)=((?:\\\\.|[^\\s\\\\])*)");

    /** A setting that came with the connection, or was made since; or, as a remedy, the same value by another way. */
    private static final String LOOK = """
            SELECT a.name, s.setting, coalesce(s.source IN ('client', 'session'), false), pg_catalog.current_setting(a.name, true)
            FROM pg_catalog.unnest(?::pg_catalog.text[]) AS a (name)
            LEFT JOIN pg_catalog.pg_settings s ON pg_catalog.lower(s.name) = pg_catalog.lower(a.name)""";

    private final Map<String, String> asked = new LinkedHashMap<>();
    private final AtomicBoolean warned = new AtomicBoolean();
    private final AtomicBoolean directly = new AtomicBoolean();

    SessionCheck(Properties properties) {
        String path = PGProperty.CURRENT_SCHEMA.getOrDefault(properties);
        if (path != null && !path.isEmpty()) {
            asked.put(SEARCH_PATH, path);
        }
        String name = PGProperty.APPLICATION_NAME.getOrDefault(properties);
        if (name != null) {
            asked.put(APPLICATION_NAME, name);
        }
        String options = PGProperty.OPTIONS.getOrDefault(properties);
        if (options != null) {
            Matcher option = OPTION.matcher(options);
            while (option.find()) {
                asked.put(
                        option.group(1).replace('-', '_').toLowerCase(Locale.ROOT),
                        option.group(2).replaceAll("\\\\(.)", "$1"));
            }
        }
    }

    /** @throws ConfigurationException if a setting did not take effect, or a pooler gives the connection no session of its own */
    void verify(Connection connection, PoolerCheck.Opening second) throws SQLException {
        if (!asked.isEmpty()) {
            compare(connection);
        }
        if (!directly.get()) {
            PoolerCheck.check(connection, second);
            directly.set(true);
        }
    }

    private void compare(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
            statement.setArray(
                    1, connection.createArrayOf("text", asked.keySet().toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String name = row.getString(1);
                    String wanted = asked.get(name);
                    if (wanted != null && !tookEffect(name, wanted, row)) {
                        refuse(name, wanted, row.getString(4));
                    }
                }
            }
        }
    }

    private static boolean tookEffect(String name, String wanted, ResultSet row) throws SQLException {
        String actual = row.getString(4);
        boolean same = actual != null && plain(name, actual).equals(plain(name, wanted));
        // Other values than a path are written in several ways: 30000, 30s.
        return same || (row.getBoolean(3) && !name.equals(SEARCH_PATH) && !name.equals(APPLICATION_NAME));
    }

    private static String plain(String name, String value) {
        return name.equals(SEARCH_PATH) ? value.replaceAll("[\\s\"]", "") : value;
    }

    private void refuse(String name, String wanted, String actual) {
        if (name.equals(APPLICATION_NAME)) {
            // Nothing depends on it but what people see in pg_stat_activity, and poolers like to add to it.
            if (warned.compareAndSet(false, true)) {
                log.warn(
                        "The server knows these connections as '{}' and not as '{}': a pooler may have changed it.",
                        actual,
                        wanted);
            }
            return;
        }
        throw new ConfigurationException("The server did not take the setting " + name + ": asked for was '" + wanted
                + "', its connections have '" + actual
                + "'. A connection pooler such as PgBouncer leaves it out (see its"
                + " ignore_startup_parameters): connect to PostgreSQL directly, or set it for the user by ALTER ROLE ... SET "
                + name + (name.equals(SEARCH_PATH) ? " = " + wanted : "") + ".");
    }
}
