package io.eventcore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How old shapes of events become those of today, step by step from version to version. Immutable once checked. */
final class Upcasters {

    private final Map<Shape, Step> steps = new LinkedHashMap<>();

    /** A shape that events were stored in once. */
    private record Shape(String type, int version) {
        @Override
        public String toString() {
            return "'" + type + "' version " + version;
        }
    }

    /**
     * From one shape to later ones.
     *
     * @param into the classes that may come out; empty if it is the next version of the same type
     */
    private record Step(Function<EventData, List<EventData>> change, Set<Class<?>> into) {
        boolean isSplit() {
            return !into.isEmpty();
        }
    }

    Upcasters() {}

    private Upcasters(Upcasters other) {
        steps.putAll(other.steps);
    }

    Upcasters copy() {
        return new Upcasters(this);
    }

    void upcast(String type, int version, UnaryOperator<EventData> change) {
        add(new Shape(type, version), new Step(data -> List.of(nextOf(data, change.apply(data))), Set.of()));
    }

    private static EventData nextOf(EventData before, EventData after) {
        if (!after.type().equals(before.type()) || after.version() != before.version()) {
            throw new EventCodecException("it returns " + after + " instead of these data, changed. A split makes"
                    + " events of other types; the version goes up by itself");
        }
        return after.next();
    }

    void split(String type, int version, Function<EventData, List<EventData>> change, Set<Class<?>> into) {
        if (into.isEmpty()) {
            throw new EventTypeRegistrationException("The split of " + new Shape(type, version)
                    + " names no class that comes out of it: name at least one.");
        }
        add(new Shape(type, version), new Step(change, Set.copyOf(into)));
    }

    private void add(Shape from, Step step) {
        if (from.version < 1) {
            throw new EventTypeRegistrationException("The upcaster from " + from + ": versions start at 1.");
        }
        if (steps.put(from, step) != null) {
            throw new EventTypeRegistrationException("There are two upcasters from " + from + ": keep one.");
        }
    }

    /** Refuses chains that do not lead to a registered class, and registered classes whose old shapes nothing reads. */
    void check(EventTypes types) {
        steps.forEach((from, step) -> check(types, from, step));
        for (EventTypes.Registration type : types.all()) {
            for (int version = 1; version < type.version(); version++) {
                if (!steps.containsKey(new Shape(type.name(), version))) {
                    throw new EventTypeRegistrationException("Event type '" + type.name() + "' has version "
                            + type.version() + ", but nothing says how version " + version
                            + " is read: add an upcaster from it, EventTypes.builder(...).upcast(\"" + type.name()
                            + "\", " + version + ", data -> ...).");
                }
            }
        }
    }

    private void check(EventTypes types, Shape from, Step step) {
        EventTypes.Registration type = types.named(from.type).orElse(null);
        if (type != null && !type.name().equals(from.type)) {
            throw new EventTypeRegistrationException(
                    "The upcaster from " + from + " names an alias; name the type: '" + type.name() + "'.");
        }
        if (type != null && from.version >= type.version()) {
            throw new EventTypeRegistrationException("The upcaster from " + from + " is never used: version "
                    + type.version() + " is written now. Raise the version of @EventType on "
                    + type.payloadType().getName() + ", or drop the upcaster.");
        }
        if (type == null && from.version > 1 && !steps.containsKey(new Shape(from.type, from.version - 1))) {
            throw new EventTypeRegistrationException(
                    "There is an upcaster from " + from + ", but nothing says how version " + (from.version - 1)
                            + " of the same name is read: add an upcaster from it.");
        }
        boolean leadsOn = type != null || steps.containsKey(new Shape(from.type, from.version + 1));
        if (!step.isSplit() && !leadsOn) {
            throw new EventTypeRegistrationException("The upcaster from " + from + " leads to version "
                    + (from.version + 1) + ", which no class claims and no upcaster reads.");
        }
        for (Class<?> result : step.into) {
            if (types.all().stream().noneMatch(each -> each.payloadType() == result)) {
                throw new EventTypeRegistrationException(
                        "The split of " + from + " leads to " + result.getName() + ", which is not registered.");
            }
        }
    }

    /** The names of other types out of which events of this class may come. */
    Set<String> sourcesOf(Class<?> type) {
        Set<String> sources = new LinkedHashSet<>();
        steps.forEach((from, step) -> {
            if (step.into.stream().anyMatch(type::isAssignableFrom)) {
                sources.add(from.type);
            }
        });
        return sources;
    }

    boolean knows(String type) {
        return steps.keySet().stream().anyMatch(from -> from.type.equals(type));
    }

    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        steps.keySet().forEach(from -> names.add(from.type));
        return Collections.unmodifiableSet(names);
    }

    /**
     * The payload that old data stand for.
     *
     * @throws EventCodecException if an upcaster fails, or the data are newer than what is registered
     */
    Object read(EventTypes types, EventCodec codec, EventData stored) {
        List<SplitPayload.Part> parts = new ArrayList<>();
        boolean split = false;
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(stored, 0));
        while (!open.isEmpty()) {
            Open next = open.pop();
            EventTypes.Registration type = types.named(next.data.type()).orElse(null);
            if (type != null && type.version() == next.data.version()) {
                String json = codec.encode(next.data.fields());
                parts.add(new SplitPayload.Part(type.name(), codec.decode(json, type.payloadType())));
            } else {
                Step step = stepFrom(next, type);
                split |= step.isSplit();
                List<EventData> results = apply(types, step, next.data);
                for (int i = results.size() - 1; i >= 0; i--) {
                    open.push(new Open(results.get(i), next.depth + 1));
                }
            }
        }
        return split ? new SplitPayload(parts) : parts.get(0).payload();
    }

    private record Open(EventData data, int depth) {}

    private Step stepFrom(Open from, EventTypes.@Nullable Registration type) {
        Step step = steps.get(new Shape(from.data.type(), from.data.version()));
        if (step == null) {
            throw new EventCodecException(from.data + " cannot be read: "
                    + (type == null
                            ? "no upcaster starts from this version."
                            : "this application knows versions 1 to " + type.version()
                                    + ". A newer application has written it: update this one."));
        }
        if (from.depth > steps.size()) {
            throw new EventCodecException(from.data + " cannot be read: its upcasters lead in a circle.");
        }
        return step;
    }

    private static List<EventData> apply(EventTypes types, Step step, EventData data) {
        List<EventData> results;
        try {
            results = List.copyOf(step.change.apply(data));
        } catch (RuntimeException failure) {
            throw new EventCodecException(
                    "The upcaster from " + data.type() + " version " + data.version() + " failed: "
                            + Wordless.told(failure),
                    Wordless.of(failure));
        }
        if (results.isEmpty()) {
            throw new EventCodecException(
                    "The split of " + data + " yields nothing: it must yield at least one event.");
        }
        for (EventData result : results) {
            if (step.isSplit() && !step.into.contains(classOf(types, result))) {
                throw new EventCodecException("The split of " + data + " yields '" + result.type()
                        + "', which is none of the classes that it names.");
            }
        }
        return results;
    }

    private static @Nullable Class<?> classOf(EventTypes types, EventData data) {
        return types.named(data.type())
                .<Class<?>>map(EventTypes.Registration::payloadType)
                .orElse(null);
    }
}
