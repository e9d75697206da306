package io.eventcore.postgres.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes up classes of events, as source text, and says of each component whether JSON can give it back. */
final class TypeSources {

    private static final List<String> READABLE = List.of("""
        String int long double float boolean char byte short Integer Long Double Boolean Character BigDecimal BigInteger
        Instant LocalDate LocalDateTime LocalTime OffsetDateTime OffsetTime ZonedDateTime Duration Period Year YearMonth
        MonthDay UUID URI Currency Locale ZoneId ZoneOffset DayOfWeek OptionalInt OptionalLong OptionalDouble byte[]
        int[] double[] Date\
        """.split("\\s+"));
    private static final List<String> READABLE_KEYS = List.of(
            "String",
            "Integer",
            "Long",
            "UUID",
            "LocalDate",
            "Instant",
            "Boolean",
            "DayOfWeek",
            "ZonedDateTime",
            "BigInteger");
    private static final List<String> UNREADABLE = List.of(
            "Object",
            "Number",
            "Runnable",
            "InputStream",
            "Thread",
            "Class<?>",
            "Comparable<String>",
            "Iterator<String>",
            "BitSet",
            "ThreadLocal<String>",
            "Supplier<String>",
            "List",
            "Map",
            "List<?>",
            "Map<String, ?>",
            "Optional<Optional<String>>",
            "Exception");
    private static final List<String> UNREADABLE_KEYS = List.of("Object", "List<String>", "Optional<String>", "Number");

    private static final String HEADER = """
        package generated;
        import com.fasterxml.jackson.annotation.*;
        import io.eventcore.EventType;
        import java.io.*;
        import java.math.*;
        import java.net.*;
        import java.time.*;
        import java.util.*;
        import java.util.function.*;
        @SuppressWarnings("all")
        public final class Generated {
        """;

    private final Random random;
    private final List<String> declarations = new ArrayList<>();
    private int names;

    TypeSources(long seed) {
        this.random = new Random(seed);
    }

    /**
     * The type of a component.
     *
     * @param source as it is written in Java
     * @param readable whether JSON can give its values back
     */
    record Type(String source, boolean readable) {}

    /**
     * A class of events.
     *
     * @param name its simple name
     * @param components the first is called c0
     */
    record Event(String name, List<Type> components) {
        boolean readable() {
            return components.stream().allMatch(Type::readable);
        }
    }

    /** Some classes of events, and those that they need, in one file. */
    record Sources(String text, List<Event> events) {}

    Sources make(int events) {
        List<Event> made = IntStream.range(0, events).mapToObj(this::event).toList();
        return new Sources(HEADER + String.join("\n", declarations) + "\n}\n", made);
    }

    private Event event(int number) {
        // Most components are readable, so about half of the events are.
        List<Type> components = IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(component -> type(3, random.nextInt(6) > 0))
                .toList();
        String name = "Event" + number;
        declarations.add("@EventType(\"generated-" + number + "\") public record " + name + "(" + list(components)
                + ") {" + " public boolean isBig() { return true; } public int getTwice() { return 2; } }");
        return new Event(name, components);
    }

    private static String list(List<Type> components) {
        return IntStream.range(0, components.size())
                .mapToObj(i -> components.get(i).source() + " c" + i)
                .collect(Collectors.joining(", "));
    }

    private static <T> T oneOf(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String fresh(String prefix) {
        return prefix + names++;
    }

    /** @param readable whether it has to be; if not, it may be all the same */
    private Type type(int depth, boolean readable) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return readable || random.nextBoolean()
                    ? new Type(oneOf(random, READABLE), true)
                    : new Type(oneOf(random, UNREADABLE), false);
        }
        List<Supplier<Type>> choices = new ArrayList<>(List.of(
                () -> around("List<", depth, readable, ">"),
                () -> around("Set<", depth, readable, ">"),
                () -> around("List<? extends ", depth, readable, ">"),
                () -> optional(depth, readable),
                () -> array(depth, readable),
                () -> map(depth, readable),
                () -> record(depth, readable),
                () -> recursive(depth, readable),
                () -> generic(depth, readable),
                () -> typed(depth, readable),
                () -> bean(depth, readable),
                () -> value(depth, readable),
                () -> factory(depth, readable),
                this::enumeration,
                this::single));
        if (!readable) {
            choices.addAll(List.of(
                    () -> untyped(depth),
                    () -> raw(depth),
                    () -> abstractClass(depth),
                    () -> hidden(depth),
                    () -> dropped(depth),
                    () -> inner(depth),
                    () -> withoutCreator(depth)));
        }
        return oneOf(random, choices).get();
    }

    private Type boxed(int depth, boolean readable) {
        Type type = type(depth - 1, readable);
        return switch (type.source()) {
            case "int", "byte", "short" -> new Type("Integer", true);
            case "long" -> new Type("Long", true);
            case "double", "float" -> new Type("Double", true);
            case "boolean" -> new Type("Boolean", true);
            case "char" -> new Type("Character", true);
            default -> type;
        };
    }

    private Type around(String before, int depth, boolean readable, String after) {
        Type content = boxed(depth, readable);
        boolean array = content.source().endsWith("]") && before.startsWith("Set");
        return array ? content : new Type(before + content.source() + after, content.readable());
    }

    private Type optional(int depth, boolean readable) {
        Type content = boxed(depth, readable);
        return content.source().startsWith("Optional")
                ? content
                : new Type("Optional<" + content.source() + ">", content.readable());
    }

    private Type array(int depth, boolean readable) {
        Type content = type(depth - 1, readable);
        return content.source().contains("<") || content.source().equals("char")
                ? content
                : new Type(content.source() + "[]", content.readable());
    }

    private Type map(int depth, boolean readable) {
        Type content = boxed(depth, readable);
        boolean key = readable || random.nextInt(3) > 0;
        String keyType = switch (random.nextInt(3)) {
            case 0 -> key ? enumeration().source() : record(1, true).source();
            case 1 -> key ? single().source() : oneOf(random, UNREADABLE_KEYS);
            default -> oneOf(random, key ? READABLE_KEYS : UNREADABLE_KEYS);
        };
        return new Type("Map<" + keyType + ", " + content.source() + ">", key && content.readable());
    }

    private List<Type> some(int depth, boolean readable) {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(component -> type(depth - 1, readable))
                .toList();
    }

    private static boolean all(List<Type> components) {
        return components.stream().allMatch(Type::readable);
    }

    private Type record(int depth, boolean readable) {
        String name = fresh("Record");
        List<Type> components = some(depth, readable);
        declarations.add(
                "public record " + name + "(" + list(components) + ") { public boolean isGood() { return true; } }");
        return new Type(name, all(components));
    }

    private Type recursive(int depth, boolean readable) {
        String name = fresh("Node");
        Type content = type(depth - 1, readable);
        declarations.add("public record " + name + "(" + content.source() + " content, List<" + name
                + "> children, Optional<" + name + "> next) {}");
        return new Type(name, content.readable());
    }

    private Type generic(int depth, boolean readable) {
        String name = fresh("Box");
        Type content = boxed(depth, readable);
        declarations.add("public record " + name
                + "<T>(T value, List<T> more, Optional<Map<String, T>> named) {}"
                        .replace("Optional<Map<String, T>>", "Map<String, T>"));
        return new Type(name + "<" + content.source() + ">", content.readable());
    }

    private Type typed(int depth, boolean readable) {
        String name = fresh("Kind");
        List<Type> first = some(depth, readable);
        List<Type> second = some(depth, readable);
        boolean sealed = random.nextBoolean();
        String subtypes = sealed
                ? ""
                : "@JsonSubTypes({@JsonSubTypes.Type(" + name + ".A.class), @JsonSubTypes.Type(" + name
                        + ".B.class)}) ";
        String named = random.nextBoolean() ? "@JsonTypeName(\"a\") " : "";
        declarations.add("@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = \"kind\") " + subtypes + "public "
                + (sealed ? "sealed " : "") + "interface " + name + " { " + named + "record A(" + list(first)
                + ") implements " + name + " {} record B(" + list(second) + ") implements " + name + " {} }");
        return new Type(name, all(first) && all(second));
    }

    private Type bean(int depth, boolean readable) {
        String name = fresh("Bean");
        Type held = type(depth - 1, readable);
        declarations.add("public static class " + name + " { private " + held.source() + " held; public "
                + held.source()
                + " getHeld() { return held; } public void setHeld(" + held.source() + " held) { this.held = held; }"
                + " public int getDerived() { return 1; } }");
        return new Type(name, held.readable());
    }

    /** As Lombok's {@code @Value} makes it. */
    private Type value(int depth, boolean readable) {
        String name = fresh("Value");
        Type held = type(depth - 1, readable);
        declarations.add(
                "public static final class " + name + " { private final " + held.source() + " held; private final"
                        + " boolean active; public " + name + "(" + held.source()
                        + " held, boolean active) { this.held = held; this.active = active; } public " + held.source()
                        + " getHeld() { return held; } public boolean isActive() { return active; } }");
        return new Type(name, held.readable());
    }

    private Type factory(int depth, boolean readable) {
        String name = fresh("Made");
        Type held = type(depth - 1, readable);
        declarations.add("public static final class " + name + " { private final " + held.source() + " held; private "
                + name
                + "(" + held.source() + " held) { this.held = held; } @JsonCreator public static " + name
                + " of(@JsonProperty(\"held\") " + held.source() + " held) { return new " + name + "(held); } public "
                + held.source() + " getHeld() { return held; } }");
        return new Type(name, held.readable());
    }

    private Type enumeration() {
        String name = fresh("Choice");
        declarations.add(
                "public enum " + name + " { YES { @Override public int n() { return 2; } }, NO; public int n() {"
                        + " return 1; } @Override public String toString() { return \"same\"; } }");
        return new Type(name, true);
    }

    private Type single() {
        String name = fresh("Single");
        declarations.add("public record " + name + "(@JsonValue String value) {}");
        return new Type(name, true);
    }

    private Type untyped(int depth) {
        String name = fresh("Untyped");
        declarations.add("public " + (random.nextBoolean() ? "sealed interface " : "interface ") + name + " { record A("
                + list(some(depth, true)) + ") implements " + name + " {} }");
        return new Type(name, false);
    }

    private Type raw(int depth) {
        String name = generic(depth, true).source();
        String bare = name.substring(0, name.indexOf('<'));
        return new Type(random.nextBoolean() ? bare : bare + "<?>", false);
    }

    private Type abstractClass(int depth) {
        String name = fresh("Abstract");
        declarations.add("public static abstract class " + name + " { public "
                + type(depth - 1, true).source() + " held; }");
        return new Type(name, false);
    }

    private Type hidden(int depth) {
        String name = fresh("Hidden");
        String held = type(depth - 1, true).source();
        declarations.add("public static class " + name + " { public int shown; private " + held
                + " held; public void keep(" + held + " held) { this.held = held; } }");
        return new Type(name, false);
    }

    private Type dropped(int depth) {
        String name = fresh("Dropped");
        String held = type(depth - 1, true).source();
        declarations.add("public static class " + name + " { private final " + held + " held; public " + name + "("
                + held + " other) { this.held = other; } public " + held + " getHeld() { return held; } }");
        return new Type(name, false);
    }

    private Type inner(int depth) {
        String name = fresh("Inner");
        declarations.add(
                "public class " + name + " { public " + type(depth - 1, true).source() + " held; }");
        return new Type(name, false);
    }

    private Type withoutCreator(int depth) {
        String name = fresh("Private");
        String held = type(depth - 1, true).source();
        declarations.add(
                "public static class " + name + " { private final " + held + " held; private " + name + "(" + held
                        + " held, int other) { this.held = held; } public static " + name + " of(" + held
                        + " held) { return new "
                        + name + "(held, 1); } public " + held + " getHeld() { return held; } }");
        return new Type(name, false);
    }
}
