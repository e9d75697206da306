package io.eventcore.testkit;

import io.eventcore.ConfigurationException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A JDBC URL of PostgreSQL in its parts, so that a message can name the place without the password and another database
 * of the same server can be reached.
 *
 * @param authority host and port
 * @param database the database, as it stands in the URL
 * @param parameters what stands behind the question mark, user and password among them; may be empty
 */
record PostgresUrl(String authority, String database, String parameters) {

    private static final String JDBC = "jdbc:postgresql://";

    /** Reads {@code postgres://user:password@host:port/database}, {@code postgresql://…} or a JDBC URL. */
    static PostgresUrl parse(String setting, String text) {
        String url = text.strip();
        if (url.startsWith(JDBC)) {
            return split(url.substring(JDBC.length()), "");
        }
        if (url.startsWith("postgres://") || url.startsWith("postgresql://")) {
            String rest = url.substring(url.indexOf("://") + 3);
            int at = rest.indexOf('@');
            return split(rest.substring(at + 1), at < 0 ? "" : credentials(rest.substring(0, at)));
        }
        throw new ConfigurationException(
                setting + " cannot be used: it starts with postgres:// or jdbc:postgresql://.");
    }

    /** The URL of a database that is reached with user and password. */
    static PostgresUrl of(String host, int port, String database, String user, String password) {
        return new PostgresUrl(host + ":" + port, database, "user=" + encode(user) + "&password=" + encode(password));
    }

    private static PostgresUrl split(String rest, String credentials) {
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        String parameters = question < 0 ? "" : rest.substring(question + 1);
        int slash = place.indexOf('/');
        return new PostgresUrl(
                slash < 0 ? place : place.substring(0, slash),
                slash < 0 ? "" : place.substring(slash + 1),
                credentials.isEmpty() || parameters.isEmpty()
                        ? credentials + parameters
                        : credentials + "&" + parameters);
    }

    private static String credentials(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String credentials = "user=" + encode(decode(user));
        return colon < 0 ? credentials : credentials + "&password=" + encode(decode(userInfo.substring(colon + 1)));
    }

    PostgresUrl withDatabase(String name) {
        return new PostgresUrl(authority, name, parameters);
    }

    /** Where it is, without user and password. */
    String location() {
        return authority + "/" + database;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(toString());
    }

    /** A plus sign is itself in the user part of a URL. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The JDBC URL, with user and password. */
    @Override
    public String toString() {
        return JDBC + authority + "/" + database + (parameters.isEmpty() ? "" : "?" + parameters);
    }
}
