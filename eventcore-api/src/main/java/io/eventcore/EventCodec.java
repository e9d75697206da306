package io.eventcore;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Turns payloads into text and back. The text is a JSON document. Thread-safe.
 *
 * <p>It knows nothing of names and versions: what is stored under which name is the affair of {@link EventTypes}.
 */
public interface EventCodec {

    /**
     * {@return the codec that is on the class path or module path; empty if none is} Stores use it unless they are given
     * another one. It is found by {@link ServiceLoader}; eventcore-jackson brings one.
     */
    static Optional<EventCodec> provided() {
        return ServiceLoader.load(Provider.class, EventCodec.class.getClassLoader())
                .findFirst()
                .map(Provider::codec);
    }

    /** Offers a codec to {@link EventCodec#provided()}. Implementations are named as services. */
    interface Provider {

        /** {@return the codec, which may be the same for each call} */
        EventCodec codec();
    }

    /**
     * Refuses a class whose objects this codec could write and not read back as they were: stores ask when they are created,
     * so that nothing is stored that blocks its stream for good. It need not find everything, and finds nothing unless it is
     * overridden.
     *
     * @param type a registered class, or the class of a state
     * @throws EventTypeRegistrationException if objects of the class would not come back; it names the class and the
     *     component, and says what to do
     */
    default void check(Class<?> type) {}

    /**
     * {@return the payload as JSON}
     *
     * @param payload an event of a registered class, a state, or fields as {@link #decodeFields} gives them
     * @throws EventCodecException if the payload cannot be written
     * @throws InvalidEventException if it can be written, and would not come back as it is; the message is the end of a
     *     sentence that begins with the event, and holds nothing of the payload
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
