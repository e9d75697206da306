package io.eventcore.postgres;

import io.eventcore.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** A database URL in either form, taken apart so that the password does not show. */
final class DatabaseUrl {

    private static final String JDBC = "jdbc:postgresql:";
    private static final String TARGET = "targetServerType";
    private static final String PRIMARY = "primary";

    /** What the driver calls host, port and database. */
    private static final Set<String> IN_THE_URL = Set.of("PGHOST", "PGPORT", "PGDBNAME");

    private final String jdbcUrl;
    private final Map<String, String> properties;

    private DatabaseUrl(String jdbcUrl, Map<String, String> properties) {
        this.jdbcUrl = jdbcUrl;
        this.properties = properties;
    }

    /** @throws ConfigurationException if the URL cannot be understood; the message does not repeat it */
    static DatabaseUrl parse(String url) {
        if (url.startsWith(JDBC)) {
            return parseJdbc(url);
        }
        if (url.startsWith("postgres://") || url.startsWith("postgresql://")) {
            return parseJdbc(toJdbc(url));
        }
        throw new ConfigurationException("The database URL must start with postgres://, postgresql:// or " + JDBC
                + "//, for example postgres://user:password@localhost:5432/eventcore.");
    }

    private static String toJdbc(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // The exception itself would repeat the URL, and the password in it.
            throw new ConfigurationException("The database URL is malformed: " + e.getReason()
                    + ". Special characters in the user or password are written as %XX, for example @ as %40.");
        }
        if (uri.getHost() == null) {
            throw new ConfigurationException(
                    "The database URL names no host: postgres://user:password@host:port/database."
                            + " Special characters in the user or password are written as %XX, for example @ as %40.");
        }
        StringBuilder jdbc = new StringBuilder(JDBC).append("//").append(uri.getHost());
        if (uri.getPort() >= 0) {
            jdbc.append(':').append(uri.getPort());
        }
        jdbc.append(uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        String separator = "?";
        if (uri.getRawUserInfo() != null) {
            // In this form a plus sign is itself; the driver would read it as a space.
            String userInfo = uri.getRawUserInfo().replace("+", "%2B");
            int colon = userInfo.indexOf(':');
            jdbc.append("?user=").append(colon < 0 ? userInfo : userInfo.substring(0, colon));
            if (colon >= 0) {
                jdbc.append("&password=").append(userInfo.substring(colon + 1));
            }
            separator = "&";
        }
        if (uri.getRawQuery() != null) {
            jdbc.append(separator).append(uri.getRawQuery());
        }
        return jdbc.toString();
    }

    private static DatabaseUrl parseJdbc(String url) {
        Properties parsed = Driver.parseURL(url, new Properties());
        if (parsed == null) {
            throw new ConfigurationException("The PostgreSQL driver does not understand the database URL; its form is "
                    + JDBC + "//host:port/database?parameter=value.");
        }
        int question = url.indexOf('?');
        Map<String, String> properties = new TreeMap<>();
        for (String name : parsed.stringPropertyNames()) {
            if (!IN_THE_URL.contains(name)) {
                properties.put(name, parsed.getProperty(name));
            }
        }
        return new DatabaseUrl(question < 0 ? url : url.substring(0, question), properties);
    }

    /** The URL without parameters, so without user and password. */
    String jdbcUrl() {
        return jdbcUrl;
    }

    /** The parameters, user and password among them. */
    Map<String, String> properties() {
        return properties;
    }

    @Nullable String user() {
        return properties.get("user");
    }

    /** Whether only the primary server is wanted, which is so unless the parameters say otherwise. */
    boolean asksForPrimary() {
        return Set.of(PRIMARY, "master").contains(properties.getOrDefault(TARGET, PRIMARY));
    }

    /** What the driver is told of the servers that it may connect to, if the parameters do not say it. */
    Map<String, String> target() {
        boolean severalHosts = jdbcUrl.contains(",");
        // With one host the store looks for itself: it can then tell what is wrong with the server.
        return severalHosts && !properties.containsKey(TARGET) ? Map.of(TARGET, PRIMARY) : Map.of();
    }

    /** Shows no password, and no parameter that might hold one. */
    @Override
    public String toString() {
        String user = user();
        String shown = properties.keySet().stream()
                .filter(key -> !key.equals("user") && !key.equals("password"))
                .map(key -> key + "=...")
                .collect(Collectors.joining("&"));
        return (user == null ? "" : user + " at ") + jdbcUrl + (shown.isEmpty() ? "" : "?" + shown);
    }
}
