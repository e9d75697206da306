package io.eventcore;

/** Writes payloads as text, and refuses what a store could not keep as it is: for storage adapters. Thread-safe. */
public final class PayloadWriter {

    /** Far below what PostgreSQL can hold, and far above what an event should: a batch is kept in memory several times. */
    private static final int MAX_CHARACTERS = 16 * 1024 * 1024;

    private final EventCodec codec;

    /**
     * A writer for one store.
     *
     * @param codec makes the JSON
     */
    public PayloadWriter(EventCodec codec) {
        this.codec = codec;
    }

    /**
     * Encodes the payload of an event.
     *
     * @param event the event; of what it holds only the payload is written
     * @return the payload as JSON
     * @throws EventCodecException if the payload cannot be written
     * @throws InvalidEventException if the JSON cannot be kept, see {@link #check}
     */
    public String write(NewEvent event) {
        return check(codec.encode(event.payload()), event);
    }

    /**
     * Refuses text that is too long, and halves of surrogate pairs: a driver would write a question mark, and nobody
     * would know.
     *
     * @param text what is to be stored
     * @param event the event that it belongs to, named in the refusal
     * @return the text
     * @throws InvalidEventException if the text cannot be kept
     */
    public static String check(String text, NewEvent event) {
        if (text.length() > MAX_CHARACTERS) {
            throw new InvalidEventException("Event " + event.id() + " for stream '" + event.stream() + "' has "
                    + text.length() + " characters of JSON; the most is " + MAX_CHARACTERS + ".");
        }
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isSurrogate(character)) {
                boolean pair = Character.isHighSurrogate(character)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new InvalidEventException("Event " + event.id() + " for stream '" + event.stream()
                            + "' holds half a surrogate pair (U+" + Integer.toHexString(character) + ") in a text.");
                }
                i++;
            }
        }
        return text;
    }
}
