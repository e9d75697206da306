package io.eventcore.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A JDBC URL in parts, to reach the same database by another way or as somebody else. */
record JdbcUrl(String place, String database, String parameters) {

    private static final String PREFIX = "jdbc:postgresql://";

    static JdbcUrl parse(String url) {
        int question = (url + "?").indexOf('?');
        String address = url.substring(PREFIX.length(), question);
        int slash = address.indexOf('/');
        return new JdbcUrl(
                address.substring(0, slash),
                address.substring(slash + 1),
                url.substring(Math.min(question + 1, url.length())));
    }

    String host() {
        return place.contains(":") ? place.substring(0, place.lastIndexOf(':')) : place;
    }

    int port() {
        return place.contains(":") ? Integer.parseInt(place.substring(place.lastIndexOf(':') + 1)) : 5432;
    }

    JdbcUrl at(String otherPlace) {
        return new JdbcUrl(otherPlace, database, parameters);
    }

    /** Sets a parameter, whatever the URL says of it. */
    JdbcUrl with(String parameter, String value) {
        String pair = parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        StringBuilder kept = new StringBuilder(pair);
        for (String other : parameters.split("&", -1)) {
            if (!other.isEmpty() && !other.startsWith(parameter + "=")) {
                kept.append('&').append(other);
            }
        }
        return new JdbcUrl(place, database, kept.toString());
    }

    @Override
    public String toString() {
        return PREFIX + place + "/" + database + "?" + parameters;
    }
}
