package io.eventcore.testkit;

import io.eventcore.EventTypes;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A line of the lock file: its fields are kept apart by tabs, which no name can hold.
 *
 * @param version the version that is written; 0 for a name of old events that only upcasters read
 * @param shape what its data look like; see {@link PayloadShape}
 * @param aliases sorted
 */
record LockedType(String name, int version, String shape, Set<String> aliases) {

    private static final String SEPARATOR = "\t";
    private static final String VERSION = "version ";
    private static final String ALIAS = "alias ";
    private static final String ONLY_UPCAST = "only read by upcasters";

    static LockedType of(EventTypes.Registration type) {
        return new LockedType(
                type.name(), type.version(), PayloadShape.of(type.payloadType()), new TreeSet<>(type.aliases()));
    }

    /** What is to be locked, by its name. */
    static Map<String, LockedType> allOf(EventTypes types) {
        Map<String, LockedType> all = new LinkedHashMap<>();
        Set<String> onlyUpcast = new TreeSet<>(types.readableNames());
        for (EventTypes.Registration type : types.all()) {
            all.put(type.name(), of(type));
            onlyUpcast.remove(type.name());
            type.aliases().forEach(onlyUpcast::remove);
        }
        onlyUpcast.forEach(name -> all.put(name, new LockedType(name, 0, ONLY_UPCAST, Set.of())));
        return all;
    }

    boolean isOnlyUpcast() {
        return version == 0;
    }

    /** Name and aliases. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(aliases);
        names.add(name);
        return names;
    }

    String toLine() {
        StringBuilder line =
                new StringBuilder(name).append(SEPARATOR).append(VERSION).append(version);
        line.append(SEPARATOR).append(shape);
        aliases.forEach(alias -> line.append(SEPARATOR).append(ALIAS).append(alias));
        return line.toString();
    }

    /** @throws AssertionError if the line was not written by {@link #toLine()} */
    static LockedType parse(String line) {
        List<String> fields = Arrays.asList(line.split(SEPARATOR, -1));
        Collection<String> aliases = fields.size() < 3 ? List.of() : fields.subList(3, fields.size());
        if (fields.size() < 3
                || !fields.get(1).matches(VERSION + "\\d{1,9}")
                || !aliases.stream().allMatch(alias -> alias.startsWith(ALIAS))) {
            throw new AssertionError("The lock file has a line that was not written by EventTypesLock: " + line);
        }
        Set<String> names = new TreeSet<>();
        aliases.forEach(alias -> names.add(alias.substring(ALIAS.length())));
        return new LockedType(
                fields.get(0), Integer.parseInt(fields.get(1).substring(VERSION.length())), fields.get(2), names);
    }
}
