package io.eventcore.postgres;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.PGProperty;

/**
 * The values of the parameters of a database URL. The driver takes many that it does not know for something else: with
 * {@code ssl=ture} it would not insist on TLS. Values are not repeated: a password may have slipped into one.
 */
final class UrlValues {

    private static final List<String> TRUE_OR_FALSE = List.of("true", "false");

    private static final String SSL = PGProperty.SSL.getName();

    /** Several of its choices may be given, separated by commas. */
    private static final String LIST = PGProperty.REQUIRE_AUTH.getName();

    /** Only some values are possible for these. */
    private static final Map<String, List<String>> CHOICES = Arrays.stream(PGProperty.values())
            .filter(property -> !choicesOf(property).isEmpty())
            .collect(Collectors.toMap(PGProperty::getName, UrlValues::choicesOf));

    /** In {@code options}: -c name=value and --name=value. */
    private static final Pattern OPTION = Pattern.compile("(?:-c\\s*|--)([A-Za-z_][A-Za-z0-9_.-]*)=");

    /** What the store sets itself once a connection is open, by its own settings. */
    private static final Map<String, String> OF_THE_BUILDER =
            Map.of("statement_timeout", "queryTimeout", "default_transaction_isolation", "isolation");

    private UrlValues() {}

    private static List<String> choicesOf(PGProperty property) {
        String[] choices = property.getChoices();
        if (choices != null && choices.length > 0) {
            return List.of(choices);
        }
        String otherwise = property.getDefaultValue();
        boolean flag = property == PGProperty.SSL || (otherwise != null && TRUE_OR_FALSE.contains(otherwise));
        return flag ? TRUE_OR_FALSE : List.of();
    }

    /**
     * {@return the value, in the spelling that the driver has for it}
     *
     * @throws io.eventcore.ConfigurationException if the parameter cannot have it
     */
    static String checked(String name, String value) {
        if (name.equals(PGProperty.OPTIONS.getName())) {
            refuseSettingsOfTheStore(value);
        }
        List<String> choices = CHOICES.getOrDefault(name, List.of());
        if (choices.isEmpty() || (name.equals(SSL) && value.isEmpty())) {
            return value;
        }
        return Arrays.stream(name.equals(LIST) ? value.split(",", -1) : new String[] {value})
                .map(each -> spelled(name, each.strip(), choices))
                .collect(Collectors.joining(","));
    }

    private static String spelled(String name, String value, List<String> choices) {
        return choices.stream()
                .filter(value::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> DatabaseUrl.refused("gives '" + name + "' a value that it cannot have: write "
                        + String.join(" or ", choices)
                        + (name.equals(SSL) ? ", or sslmode=verify-full instead of ssl=true." : ".")));
    }

    private static void refuseSettingsOfTheStore(String options) {
        Matcher option = OPTION.matcher(options);
        while (option.find()) {
            String setting = option.group(1).replace('-', '_').toLowerCase(Locale.ROOT);
            String own = OF_THE_BUILDER.get(setting);
            if (own != null) {
                throw DatabaseUrl.refused("has '" + setting + "' in its options, which is a setting of the store: use"
                        + " PostgresConfig.builder(url)." + own + "(...) instead.");
            }
        }
    }
}
