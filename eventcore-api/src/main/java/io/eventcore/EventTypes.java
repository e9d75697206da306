package io.eventcore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The event types that a store knows, by class and by name. Only these are ever instantiated. Immutable.
 *
 * <p>Registering a sealed interface registers every class below it; each needs an {@link EventType} name of its own. Events
 * that were stored in an older version than the one written now are read through upcasters:
 *
 * <pre>{@code
 * EventTypes.builder(AccountEvent.class)
 *         .upcast("money-deposited", 1, data -> data.renamed("amount", "cents"))
 *         .upcast("money-deposited", 2, data -> data.with("currency", "EUR"))
 *         .build();
 * }</pre>
 */
public final class EventTypes {

    private static final int MAX_NAME_LENGTH = 255;

    private final Map<Class<?>, Registration> byClass = new LinkedHashMap<>();
    private final Map<String, Registration> byName = new LinkedHashMap<>();

    private final Upcasters upcasters;

    private EventTypes(Upcasters upcasters) {
        this.upcasters = upcasters;
    }

    /**
     * {@return the types of these classes, and of all classes below those that are sealed}
     *
     * @param roots at least one class or sealed interface
     * @throws EventTypeRegistrationException if a class has no {@link EventType} or an unusable one, if two share a
     *     name, if an interface or abstract class is not sealed, or if a class has a version above 1: then something
     *     must say how the earlier ones are read, see {@link #builder(Class...)}
     */
    public static EventTypes of(Class<?>... roots) {
        return builder(roots).build();
    }

    /**
     * {@return a builder that starts with these classes, and to which upcasters are added}
     *
     * @param roots at least one class, or sealed interface, which stands for all classes below it
     */
    public static Builder builder(Class<?>... roots) {
        return new Builder(roots);
    }

    private void register(Class<?> type) {
        if (byClass.containsKey(type)) {
            return;
        }
        EventType annotation = type.getAnnotation(EventType.class);
        if (annotation == null) {
            throw new EventTypeRegistrationException("Event class " + type.getName()
                    + " has no name: annotate it with @EventType(\"a-name-that-will-never-change\").");
        }
        if (annotation.version() < 1) {
            throw new EventTypeRegistrationException("Event class " + type.getName() + " has version "
                    + annotation.version() + "; versions start at 1.");
        }
        Registration registration =
                new Registration(annotation.value(), annotation.version(), List.of(annotation.aliases()), type);
        byClass.put(type, registration);
        claim(annotation.value(), registration);
        registration.aliases().forEach(alias -> claim(alias, registration));
    }

    private void claim(String name, Registration registration) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            throw new EventTypeRegistrationException("Event class "
                    + registration.payloadType().getName() + " has the name '" + name
                    + "'; a name has 1 to 255 characters and no control characters.");
        }
        Registration other = byName.put(name, registration);
        if (other != null) {
            throw new EventTypeRegistrationException("The event type name '" + name + "' is claimed twice, by "
                    + other.payloadType().getName() + " and "
                    + registration.payloadType().getName() + ": names and aliases are unique.");
        }
    }

    /**
     * {@return the registration of a payload's class}
     *
     * @param payload the event itself
     * @throws UnregisteredEventException if the class is not registered
     */
    public Registration registrationOf(Object payload) {
        Registration registration = byClass.get(payload.getClass());
        if (registration == null) {
            throw new UnregisteredEventException(payload.getClass());
        }
        return registration;
    }

    /**
     * {@return the registration that claims a name; empty if none does}
     *
     * @param name a name or an alias
     */
    public Optional<Registration> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** {@return every registration, in the order in which they were made; unmodifiable} */
    public Collection<Registration> all() {
        return Collections.unmodifiableCollection(byClass.values());
    }

    /**
     * {@return every name under which events of a class, or of a class below it, may be stored} These are names,
     * aliases, and names out of which an upcaster makes such events.
     *
     * @param type a registered class, or one above some of them
     */
    public Set<String> namesOf(Class<?> type) {
        Set<String> names = new LinkedHashSet<>();
        byName.forEach((name, registration) -> {
            if (type.isAssignableFrom(registration.payloadType())) {
                names.add(name);
            }
        });
        for (String source : sourcesOf(type)) {
            names.add(source);
            named(source).map(Registration::aliases).ifPresent(names::addAll);
        }
        return names;
    }

    /** The names of types out of which splits make events of this class, also by way of an older version of another one. */
    private Set<String> sourcesOf(Class<?> type) {
        Set<String> sources = new LinkedHashSet<>();
        Deque<Class<?>> open = new ArrayDeque<>();
        open.add(type);
        while (!open.isEmpty()) {
            for (String source : upcasters.sourcesOf(open.remove())) {
                if (sources.add(source)) {
                    named(source).map(Registration::payloadType).ifPresent(open::add);
                }
            }
        }
        return sources;
    }

    /**
     * {@return the names under which events of the types that these names stand for may be stored} A filter by type
     * that is to find old events too needs them all. A name that nothing claims stands for itself.
     *
     * @param names names or aliases
     */
    public Set<String> storedNamesOf(Collection<String> names) {
        Set<String> stored = new LinkedHashSet<>();
        for (String name : names) {
            stored.add(name);
            named(name).ifPresent(type -> stored.addAll(namesOf(type.payloadType())));
        }
        return stored;
    }

    /** {@return every name that can be read: names, aliases, and names that only upcasters know} */
    public Set<String> readableNames() {
        Set<String> names = new LinkedHashSet<>(byName.keySet());
        names.addAll(upcasters.names());
        return names;
    }

    /**
     * Refuses classes whose events could be stored and never be read again, all of them at once: for storage adapters, before
     * they do anything else.
     *
     * @param codec writes and reads the events of the store
     * @throws EventTypeRegistrationException if the codec {@linkplain EventCodec#check refuses} a class
     */
    public void checkReadable(EventCodec codec) {
        List<String> problems = new ArrayList<>();
        for (Class<?> type : byClass.keySet()) {
            try {
                codec.check(type);
            } catch (EventTypeRegistrationException e) {
                problems.add("- " + e.problem());
            }
        }
        if (!problems.isEmpty()) {
            throw new EventTypeRegistrationException(
                    "Events of these classes cannot be stored:\n" + String.join("\n", problems));
        }
    }

    Upcasters upcasters() {
        return upcasters;
    }

    @Nullable Registration registered(String name) {
        return byName.get(name);
    }

    @Override
    public String toString() {
        return "EventTypes" + new ArrayList<>(byName.keySet());
    }

    /** Collects classes and upcasters. Not thread-safe. */
    public static final class Builder {
        private final Class<?>[] roots;
        private final Upcasters upcasters = new Upcasters();

        private Builder(Class<?>... roots) {
            this.roots = roots.clone();
            for (Class<?> root : this.roots) {
                Required.setting(root, "an event class of EventTypes");
            }
        }

        /**
         * Says how events of a type that were stored in this version become those of the next one. Chains are followed
         * from the version that is stored to the one that is written now.
         *
         * <p>The change must be pure and fast: it runs each time such an event is read. What it throws makes the event
         * unreadable, with an {@link EventCodecException} that names the place.
         *
         * @param type the name of the type, no alias; or a name that no class claims any more, if a {@link #split}
         *     reads its last version
         * @param version the version to start from, at least 1
         * @param change makes the data of the next version from those of this one
         * @return this builder
         * @throws EventTypeRegistrationException if there is an upcaster from this version already
         */
        public Builder upcast(String type, int version, UnaryOperator<EventData> change) {
            Required.setting(type, "the event type of an upcaster");
            upcasters.upcast(type, version, Required.setting(change, "the change of an upcaster"));
            return this;
        }

        /**
         * Says which events are to be read in the place of one that was stored in this version: one of another type, or
         * several. They are read one after the other, as {@linkplain StoredEvent#parts() parts} of the stored one.
         *
         * @param type as of {@link #upcast}
         * @param version the version to start from, at least 1
         * @param change yields at least one event, each of a type in {@code into}; see {@link EventData#of}
         * @param into the registered classes that may come out: who reads only these must find the stored event
         * @return this builder
         * @throws EventTypeRegistrationException if there is an upcaster from this version already, or no class is
         *     named
         */
        public Builder split(String type, int version, Function<EventData, List<EventData>> change, Class<?>... into) {
            Required.setting(type, "the event type of a split");
            Required.setting(change, "the change of a split");
            upcasters.split(type, version, change, new LinkedHashSet<>(List.of(into)));
            return this;
        }

        /**
         * {@return the types that were collected}
         *
         * @throws EventTypeRegistrationException as {@link #of} does; also if an upcaster can never be used, leads
         *     nowhere, or starts from an alias, and if one is missing between version 1 and the one that is written now
         */
        public EventTypes build() {
            EventTypes types = new EventTypes(upcasters.copy());
            for (Class<?> root : roots) {
                for (Class<?> leaf : SealedTypes.leavesOf(root)) {
                    types.register(leaf);
                }
            }
            if (types.byClass.isEmpty()) {
                throw new EventTypeRegistrationException(
                        "Register at least one event type: EventTypes.of(MyEvent.class).");
            }
            types.upcasters.check(types);
            return types;
        }
    }

    /**
     * One event type.
     *
     * @param name the name that new events are stored under
     * @param version the version of the payload's shape that is written now
     * @param aliases names that older events were stored under
     * @param payloadType the class of the payload
     */
    public record Registration(String name, int version, List<String> aliases, Class<?> payloadType) {}
}
