package io.eventcore;

/** Turns payloads into text and back. The text is a JSON document. Thread-safe. */
public interface EventCodec {

    /**
     * The payload as JSON.
     *
     * @throws EventCodecException if the payload cannot be written
     */
    String encode(Object payload);

    /**
     * The payload that this JSON stands for.
     *
     * @param type a registered class, never one that the data chose
     * @throws EventCodecException if the JSON does not fit the class
     */
    <T> T decode(String json, Class<T> type);
}
