package io.eventcore.postgres;

import io.eventcore.ConfigurationException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A database URL in either form, taken apart so that the password does not show. What cannot be understood is refused
 * without being repeated: a password may stand anywhere in it. The driver's own parser is not asked, for it passes over
 * what it does not know, and logs what it refuses.
 */
final class DatabaseUrl {

    private static final String JDBC = "jdbc:postgresql:";
    private static final String TARGET = "targetServerType";
    private static final String PRIMARY = "primary";

    private static final String FORM = "postgres://user:password@localhost:5432/eventcore";

    private static final String ESCAPES =
            " Special characters in the user or password are written as %XX, for example @ as %40 and / as %2F.";

    private final String jdbcUrl;
    private final Map<String, String> properties;

    private DatabaseUrl(String jdbcUrl, Map<String, String> properties) {
        this.jdbcUrl = jdbcUrl;
        this.properties = properties;
    }

    /** @throws ConfigurationException if the URL cannot be understood; the message does not repeat it */
    static DatabaseUrl parse(String text) {
        String url = text.strip();
        if (url.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw refused("contains a blank or a line break: write a blank as %20");
        }
        if (url.startsWith("postgres://") || url.startsWith("postgresql://")) {
            return parts(url.substring(url.indexOf("://") + 3), "");
        }
        if (url.startsWith(JDBC + "//")) {
            return parts(url.substring(JDBC.length() + 2), "localhost");
        }
        if (url.startsWith(JDBC)) {
            // The driver's short form: a database on this machine.
            return parts("localhost/" + url.substring(JDBC.length()), "localhost");
        }
        throw refused("must start with postgres://, postgresql:// or " + JDBC + "//, for example " + FORM);
    }

    private static DatabaseUrl parts(String rest, String defaultHost) {
        if (rest.indexOf('#') >= 0) {
            throw refused("contains a #, which begins no part of it." + ESCAPES);
        }
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        String query = question < 0 ? "" : rest.substring(question + 1);
        int slash = place.indexOf('/');
        String authority = slash < 0 ? place : place.substring(0, slash);
        String database = slash < 0 ? "" : place.substring(slash + 1);
        int at = authority.indexOf('@');
        if (authority.indexOf('@', at + 1) >= 0 || database.indexOf('@') >= 0 || query.indexOf('@') >= 0) {
            throw refused("has an @ in a place where none can be." + ESCAPES);
        }
        if (database.indexOf('/') >= 0 || database.indexOf(';') >= 0) {
            throw refused("has a ; or a second / in the name of the database: parameters follow a ? and are separated"
                    + " by &, for example " + FORM + "?sslmode=require");
        }
        Map<String, String> properties = new TreeMap<>();
        if (at >= 0) {
            userInfo(authority.substring(0, at), properties);
        }
        UrlParameters.parse(query, properties);
        return new DatabaseUrl(
                JDBC + "//" + hosts(authority.substring(at + 1), defaultHost) + "/" + encoded(decoded(database)),
                properties);
    }

    private static void userInfo(String userInfo, Map<String, String> properties) {
        int colon = userInfo.indexOf(':');
        // In this part a plus sign is itself.
        properties.put("user", decoded((colon < 0 ? userInfo : userInfo.substring(0, colon)).replace("+", "%2B")));
        if (colon >= 0) {
            properties.put("password", decoded(userInfo.substring(colon + 1).replace("+", "%2B")));
        }
    }

    /** One host, or several separated by commas, which the driver tries in turn. */
    private static String hosts(String text, String defaultHost) {
        String hosts = text.isEmpty() ? defaultHost : text;
        for (String host : hosts.split(",", -1)) {
            hostAndPort(host);
        }
        return hosts;
    }

    private static void hostAndPort(String host) {
        int colon = host.startsWith("[") ? host.indexOf(':', host.indexOf(']') + 1) : host.indexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        if (name.isEmpty()) {
            throw refused("names no host; its form is " + FORM);
        }
        if (!name.matches("\\[[0-9A-Fa-f:.%]+]|[\\p{L}\\p{N}._-]+")) {
            throw refused("has a host with a character that no host has; its form is " + FORM + "." + ESCAPES);
        }
        if (colon >= 0 && !isPort(host.substring(colon + 1))) {
            throw refused("has a port that is no number from 1 to 65535; its form is " + FORM + "." + ESCAPES);
        }
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535;
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // The exception itself would repeat a part of the URL.
            throw refused("has a % that no two hexadecimal digits follow." + ESCAPES);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static ConfigurationException refused(String why) {
        return new ConfigurationException(
                "The database URL " + why + (why.endsWith(".") || why.endsWith("?") ? "" : "."));
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
