package io.eventcore;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns payloads into text and back. The text is a JSON document. Thread-safe.
 *
 * <p>It knows nothing of names and versions: what is stored under which name is the affair of {@link EventTypes}.
 */
public interface EventCodec {

    /**
     * {@return the payload as JSON}
     *
     * @param payload an event of a registered class, a state, or fields as {@link #decodeFields} gives them
     * @throws EventCodecException if the payload cannot be written
     */
    String encode(Object payload);

    /**
     * {@return the payload that this JSON stands for}
     *
     * @param <T> the type of the payload
     * @param json a stored document, or one of fields that upcasters have changed
     * @param type a registered class, or the class of a state; never one that the data chose
     * @throws EventCodecException if the JSON does not fit the class
     */
    <T> T decode(String json, Class<T> type);

    /**
     * The fields of a JSON object as plain values, for upcasters: texts, booleans, lists, maps, null, whole numbers of any
     * size, and other numbers as {@link java.math.BigDecimal}s with every digit. {@link #encode} takes such a map, too.
     *
     * @param json a stored document
     * @return the fields by their names; objects below them are maps, too
     * @throws EventCodecException if the JSON is no object
     */
    Map<String, @Nullable Object> decodeFields(String json);
}
