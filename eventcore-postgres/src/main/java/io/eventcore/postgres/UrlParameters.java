package io.eventcore.postgres;

import io.eventcore.ConfigurationException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postgresql.PGProperty;

/** The parameters of a database URL: those that the driver knows. Any other is refused, for the driver would ignore it. */
final class UrlParameters {

    /** What the driver calls host, port and database. */
    private static final Set<String> IN_THE_URL = Set.of("PGHOST", "PGPORT", "PGDBNAME");

    private static final Set<String> KNOWN = Arrays.stream(PGProperty.values())
            .map(PGProperty::getName)
            .filter(name -> !IN_THE_URL.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));

    /** Settings of the store, which somebody might look for in the URL. */
    private static final Set<String> OF_THE_BUILDER = Arrays.stream(PostgresConfigBuilder.class.getMethods())
            .filter(method ->
                    method.getReturnType().equals(PostgresConfigBuilder.class) && method.getParameterCount() == 1)
            .map(Method::getName)
            .filter(name -> !KNOWN.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));

    private UrlParameters() {}

    /**
     * Adds the parameters to the properties.
     *
     * @throws ConfigurationException if there is one that the driver does not know, or one twice, or with a value that it
     *     cannot have
     */
    static void parse(String query, Map<String, String> properties) {
        if (query.isEmpty()) {
            return;
        }
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals < 1 || !parameter.substring(0, equals).matches("[A-Za-z_]{1,40}")) {
                // Not repeated: it may be a part of a password.
                throw DatabaseUrl.refused("has a parameter that is not of the form name=value. After the ? come"
                        + " parameters, separated by &; elsewhere ? is written as %3F and & as %26.");
            }
            String name = parameter.substring(0, equals);
            if (!KNOWN.contains(name)) {
                throw DatabaseUrl.refused("has the parameter '" + name + "', which " + unknown(name));
            }
            String value = UrlValues.checked(name, DatabaseUrl.decoded(parameter.substring(equals + 1)));
            if (properties.put(name, value) != null) {
                throw DatabaseUrl.refused("says '" + name + "' twice: leave one of them out.");
            }
        }
    }

    private static String unknown(String name) {
        Optional<String> setting = nearest(name, OF_THE_BUILDER, 0);
        if (setting.isPresent()) {
            return "is a setting of the store: use PostgresConfig.builder(url)." + setting.get() + "(...) instead.";
        }
        return "the PostgreSQL driver does not know: "
                + nearest(name, KNOWN, 1 + name.length() / 4)
                        .map(known -> "did you mean '" + known + "'?")
                        .orElse("leave it out. Settings of the server are given as options=-c%20name=value.");
    }

    /** The name that differs least, case and underscores aside, if it differs little. */
    private static Optional<String> nearest(String name, Set<String> names, int atMost) {
        String plain = plain(name);
        return names.stream()
                .min(Comparator.comparingInt((String known) -> distance(plain, plain(known)))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(known -> distance(plain, plain(known)) <= atMost);
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** How many letters are added, missing or different (Levenshtein). */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
