package io.eventcore.examples.database;

import java.net.URI;

/** The URL of a database as the JDBC driver understands it. */
public final class JdbcUrl {

    private static final String JDBC = "jdbc:postgresql:";

    private JdbcUrl() {}

    /**
     * The same place in the driver's own form: it knows no {@code postgres://}, and takes user and password as parameters.
     *
     * @param url in either form that a store understands
     */
    public static String of(String url) {
        if (url.startsWith(JDBC)) {
            return url;
        }
        URI uri = URI.create(url);
        StringBuilder parameters = new StringBuilder();
        if (uri.getRawUserInfo() != null) {
            // In this form a plus sign is itself; the driver would read it as a space.
            String[] userInfo = uri.getRawUserInfo().replace("+", "%2B").split(":", 2);
            parameters.append("&user=").append(userInfo[0]);
            if (userInfo.length > 1) {
                parameters.append("&password=").append(userInfo[1]);
            }
        }
        if (uri.getRawQuery() != null) {
            parameters.append('&').append(uri.getRawQuery());
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String behind = parameters.isEmpty() ? "" : "?" + parameters.substring(1);
        return JDBC + "//" + uri.getHost() + port + path + behind;
    }
}
