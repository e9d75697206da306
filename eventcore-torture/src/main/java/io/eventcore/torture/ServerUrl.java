package io.eventcore.torture;

import io.eventcore.ConfigurationException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A JDBC URL of one PostgreSQL server, in its parts.
 *
 * @param host its host
 * @param port its port
 * @param rest the database and the parameters, user and password among them
 */
record ServerUrl(String host, int port, String rest) {

    private static final int DEFAULT_PORT = 5432;

    /** Reads {@code postgres://user:password@host:port/database} or a JDBC URL. */
    static ServerUrl parse(String text) {
        URI uri = URI.create(text.replaceFirst("^jdbc:", ""));
        if (uri.getHost() == null) {
            throw new ConfigurationException(
                    "--url names no single host; write postgres://user:password@host:port/database.");
        }
        String parameters = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        if (uri.getUserInfo() != null) {
            String[] user = uri.getUserInfo().split(":", 2);
            parameters += "&user=" + encode(user[0]) + (user.length > 1 ? "&password=" + encode(user[1]) : "");
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new ServerUrl(uri.getHost(), port, uri.getRawPath() + "?" + parameters.replaceFirst("^&", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    ServerUrl through(String proxyHost, int proxyPort) {
        return new ServerUrl(proxyHost, proxyPort, rest + "&sslmode=disable&gssEncMode=disable");
    }

    @Override
    public String toString() {
        return "jdbc:postgresql://" + host + ":" + port + rest;
    }
}
