package io.eventcore;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The data of a stored event before they become an object: what upcasters change. Each method returns changed data and
 * leaves these as they are. Immutable, and thread-safe.
 *
 * <p>Values are what JSON knows: texts, whole numbers as {@link Number}s, other numbers as {@link BigDecimal}s, booleans,
 * {@link List}s, {@link Map}s, and null. A value that is put in may be anything that the {@link EventCodec} can write.
 */
public final class EventData {

    /** PostgreSQL's type {@code numeric} has no more before the point. */
    private static final int MOST_DIGITS = 131_072;

    private final String type;
    private final int version;
    private final Map<String, @Nullable Object> fields;

    EventData(String type, int version, Map<String, @Nullable Object> fields) {
        this.type = type;
        this.version = version;
        this.fields = Collections.unmodifiableMap(fields);
    }

    /**
     * {@return data without fields: what a split starts a new event with}
     *
     * @param type the name of a registered type
     * @param version the version of the shape that will be filled in, at least 1; older ones are upcast in their turn
     */
    public static EventData of(String type, int version) {
        return new EventData(type, version, Map.of());
    }

    /** {@return the name of the event's type; never an alias} */
    public String type() {
        return type;
    }

    /** {@return the version of the shape that the fields have, at least 1} */
    public int version() {
        return version;
    }

    /** {@return the fields in their order, unmodifiable} */
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    /**
     * {@return the value of a field; empty if it is missing or null}
     *
     * @param field the name of a field
     */
    public Optional<Object> get(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /**
     * {@return the text in a field}
     *
     * @param field the name of a field
     * @throws EventCodecException if the field holds none
     */
    public String text(String field) {
        return value(field, String.class, "text");
    }

    /**
     * {@return the number in a field, exactly as it was written} Also one that is written as a text, as a codec does where
     * the storage would change the number.
     *
     * @param field the name of a field
     * @throws EventCodecException if the field holds none
     */
    public BigDecimal number(String field) {
        Object value = fields.get(field);
        if (value instanceof String text) {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException e) { // which quotes the text
                throw new EventCodecException(this + " has no number in the field '" + field + "'.", Wordless.of(e));
            }
        }
        return new BigDecimal(value(field, Number.class, "number").toString());
    }

    /**
     * {@return true or false, as it stands in a field}
     *
     * @param field the name of a field
     * @throws EventCodecException if the field holds neither
     */
    public boolean flag(String field) {
        return value(field, Boolean.class, "boolean");
    }

    /**
     * {@return the fields of the object in a field, as data of the same type and version}
     *
     * @param field the name of a field
     * @throws EventCodecException if the field holds none
     */
    public EventData object(String field) {
        return nested(value(field, Map.class, "object"));
    }

    /**
     * {@return the values of the list in a field, unmodifiable}
     *
     * @param field the name of a field
     * @throws EventCodecException if the field holds none
     */
    @SuppressWarnings("unchecked") // a list of JSON holds values of JSON
    public List<@Nullable Object> list(String field) {
        return Collections.unmodifiableList((List<@Nullable Object>) value(field, List.class, "list"));
    }

    /**
     * {@return these data with a field added or replaced}
     *
     * @param field the name of the field; one that exists keeps its place, a new one becomes the last
     * @param value what the codec can write, or data, of which the fields are taken as an object; a {@link BigDecimal} with a
     *     scale below zero gets the scale 0
     */
    public EventData with(String field, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
        changed.put(field, inJson(value));
        return new EventData(type, version, changed);
    }

    /**
     * {@return these data without a field; the same if there is none}
     *
     * @param field the name of the field
     */
    public EventData without(String field) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
        changed.remove(field);
        return new EventData(type, version, changed);
    }

    /**
     * {@return these data with another name for a field, in its place; the same if there is none}
     *
     * @param from the name that the field has
     * @param to the name that it gets
     * @throws EventCodecException if there is a field of the new name already
     */
    public EventData renamed(String from, String to) {
        if (!fields.containsKey(from)) {
            return this;
        }
        if (fields.containsKey(to)) {
            throw new EventCodecException(
                    this + " has a field '" + to + "' already, so '" + from + "' cannot be renamed to it.");
        }
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        fields.forEach((field, value) -> changed.put(field.equals(from) ? to : field, value));
        return new EventData(type, version, changed);
    }

    /**
     * {@return these data with another value of a field; the same if the field is missing or null}
     *
     * @param field the name of the field
     * @param change makes the new value from the old one
     */
    public EventData changed(String field, UnaryOperator<Object> change) {
        Object value = fields.get(field);
        return value == null ? this : with(field, change.apply(value));
    }

    /**
     * {@return these data with a change of the object in a field; the same if the field is missing or null}
     *
     * @param field the name of the field
     * @param change makes the new object from the old one
     * @throws EventCodecException if the field holds something else
     */
    public EventData changedObject(String field, UnaryOperator<EventData> change) {
        return fields.get(field) == null ? this : with(field, change.apply(object(field)));
    }

    /**
     * {@return these data with a change of each object in a list; the same if the field is missing or null}
     *
     * @param field the name of the field that holds the list
     * @param change makes each new object from the old one
     * @throws EventCodecException if the field holds something else
     */
    public EventData changedObjects(String field, UnaryOperator<EventData> change) {
        if (fields.get(field) == null) {
            return this;
        }
        List<Object> changed = new ArrayList<>();
        for (Object element : list(field)) {
            if (!(element instanceof Map<?, ?> object)) {
                throw new EventCodecException(this + " has something else than objects in the list '" + field + "'.");
            }
            changed.add(change.apply(nested(object)).fields);
        }
        return with(field, changed);
    }

    /**
     * A value as JSON has it. A number such as 1E+3, which is what moving the point makes of 1, is 1000: the codec would
     * write it as a text, which only a component that is a BigDecimal can be read from.
     */
    private static @Nullable Object inJson(@Nullable Object value) {
        if (value instanceof EventData data) {
            return data.fields;
        }
        if (value instanceof BigDecimal number
                && number.scale() < 0
                && (long) number.precision() - number.scale() <= MOST_DIGITS) {
            return number.setScale(0);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>(list.size());
            list.forEach(each -> all.add(inJson(each)));
            return all;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> all = new LinkedHashMap<>();
            map.forEach((key, each) -> all.put(key, inJson(each)));
            return all;
        }
        return value;
    }

    /** The same fields as data of the next version. */
    EventData next() {
        return new EventData(type, version + 1, fields);
    }

    @SuppressWarnings("unchecked") // an object of JSON has texts as keys
    private EventData nested(Map<?, ?> object) {
        return new EventData(type, version, (Map<String, @Nullable Object>) object);
    }

    private <T> T value(String field, Class<T> wanted, String what) {
        Object value = fields.get(field);
        if (!wanted.isInstance(value)) {
            throw new EventCodecException(this + " has no " + what + " in the field '" + field + "'"
                    + (fields.containsKey(field) ? "." : ", which is missing."));
        }
        return wanted.cast(value);
    }

    /** Type and version. Not the fields: they may be nobody's business. */
    @Override
    public String toString() {
        return "Data of '" + type + "' version " + version;
    }
}
