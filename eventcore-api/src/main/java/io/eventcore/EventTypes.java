package io.eventcore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The event types that a store knows, by class and by name. Only these are ever instantiated. Immutable.
 *
 * <p>Registering a sealed interface registers every class below it; each needs an {@link EventType} name of its own.
 */
public final class EventTypes {

    private static final int MAX_NAME_LENGTH = 255;

    private final Map<Class<?>, Registration> byClass = new LinkedHashMap<>();
    private final Map<String, Registration> byName = new LinkedHashMap<>();

    private EventTypes() {}

    /**
     * Registers classes, and sealed interfaces with all classes below them.
     *
     * @throws EventTypeRegistrationException if a class has no {@link EventType} or an unusable one, if two share a
     *     name, or if an interface or abstract class is not sealed
     */
    public static EventTypes of(Class<?>... roots) {
        EventTypes types = new EventTypes();
        for (Class<?> root : roots) {
            for (Class<?> leaf : SealedTypes.leavesOf(root)) {
                types.register(leaf);
            }
        }
        if (types.byClass.isEmpty()) {
            throw new EventTypeRegistrationException("Register at least one event type: EventTypes.of(MyEvent.class).");
        }
        return types;
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
     * The registration of a payload's class.
     *
     * @throws UnregisteredEventException if the class is not registered
     */
    public Registration registrationOf(Object payload) {
        Registration registration = byClass.get(payload.getClass());
        if (registration == null) {
            throw new UnregisteredEventException(payload.getClass());
        }
        return registration;
    }

    /** The registration that claims this name or alias. */
    public Optional<Registration> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Every registration, in the order in which they were made. */
    public Collection<Registration> all() {
        return Collections.unmodifiableCollection(byClass.values());
    }

    /** Every name and alias under which events of this class, or of a class below it, may be stored. */
    public Set<String> namesOf(Class<?> type) {
        Set<String> names = new LinkedHashSet<>();
        byName.forEach((name, registration) -> {
            if (type.isAssignableFrom(registration.payloadType())) {
                names.add(name);
            }
        });
        return names;
    }

    @Override
    public String toString() {
        return "EventTypes" + new ArrayList<>(byName.keySet());
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
