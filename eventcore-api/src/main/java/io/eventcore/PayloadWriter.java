package io.eventcore;

import java.util.Map;
import java.util.Optional;

/** Writes payloads as text, and refuses what a store could not keep as it is: for storage adapters. Thread-safe. */
public final class PayloadWriter {

    /** Far below what PostgreSQL can hold, and far above what an event should: a batch is kept in memory several times. */
    private static final int MAX_CHARACTERS = 16 * 1024 * 1024;

    private static final String NUL = "\\u0000";

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
     * @throws InvalidEventException if it would not come back as it is, or the JSON cannot be kept, see {@link #check}
     */
    public String write(NewEvent event) {
        String json;
        try {
            json = codec.encode(event.payload());
        } catch (InvalidEventException e) {
            throw new InvalidEventException(subject(event) + " cannot be stored: " + e.problem(), Wordless.of(e));
        } catch (EventCodecException e) {
            throw new EventCodecException(subject(event) + " cannot be stored: " + e.problem(), Wordless.of(e));
        } catch (EventCoreException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) { // whatever the codec of an application throws
            throw new EventCodecException(
                    subject(event) + " cannot be stored: the codec failed with " + Wordless.told(e) + ".",
                    Wordless.of(e));
        }
        return check(json, event);
    }

    /** Which event it is, without anything that it holds. */
    private static String subject(NewEvent event) {
        return "Event " + event.id() + " (" + event.payload().getClass().getName() + ") for stream '" + event.stream()
                + "'";
    }

    /**
     * Refuses metadata that PostgreSQL could not store: NUL characters and halves of surrogate pairs, in values and in the
     * application's own keys, and metadata that are too long.
     *
     * @param event the event that they belong to, named in the refusal
     * @throws InvalidEventException if the metadata cannot be kept; it names the key, unless that is the application's own
     */
    public static void checkMetadata(NewEvent event) {
        EventMetadata metadata = event.metadata();
        checkMetadata(event, "correlationId", metadata.correlationId());
        checkMetadata(event, "causationId", metadata.causationId());
        checkMetadata(event, "userId", metadata.userId());
        checkMetadata(event, "traceParent", metadata.traceParent());
        checkMetadata(event, "traceState", metadata.traceState());
        long characters = 0;
        for (Map.Entry<String, String> custom : metadata.custom().entrySet()) {
            checkMetadata(event, "a key of custom", Optional.of(custom.getKey()));
            checkMetadata(event, "a value of custom", Optional.of(custom.getValue()));
            characters += custom.getKey().length() + custom.getValue().length();
        }
        if (characters > MAX_CHARACTERS) {
            throw new InvalidEventException(subject(event) + " cannot be stored: its metadata have " + characters
                    + " characters in custom keys and values; the most is " + MAX_CHARACTERS + ".");
        }
    }

    private static void checkMetadata(NewEvent event, String where, Optional<String> text) {
        if (text.isEmpty()) {
            return;
        }
        String problem = problemOf(text.get());
        if (!problem.isEmpty()) {
            throw new InvalidEventException(
                    subject(event) + " cannot be stored: " + where + " in its metadata " + problem + ".");
        }
    }

    private static String problemOf(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return "has " + text.length() + " characters; the most is " + MAX_CHARACTERS;
        }
        return text.indexOf('\0') >= 0 ? "holds a NUL character, which PostgreSQL cannot store" : halfPairIn(text);
    }

    /** Says that there is half a surrogate pair; empty if there is none. */
    private static String halfPairIn(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isSurrogate(character)) {
                boolean pair = Character.isHighSurrogate(character)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return "holds half a surrogate pair, which is no character";
                }
                i++;
            }
        }
        return "";
    }

    /** Whether a text within the JSON holds a NUL character, which JSON writes as an escape. */
    private static boolean hasNul(String json) {
        for (int at = json.indexOf(NUL); at >= 0; at = json.indexOf(NUL, at + 1)) {
            int backslashes = 0;
            while (at - backslashes > 0 && json.charAt(at - backslashes - 1) == '\\') {
                backslashes++;
            }
            if (backslashes % 2 == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Refuses JSON that is too long, and texts in it with NUL characters or halves of surrogate pairs: a driver would write a
     * question mark, and nobody would know.
     *
     * @param text what is to be stored
     * @param event the event that it belongs to, named in the refusal
     * @return the text
     * @throws InvalidEventException if the text cannot be kept
     */
    public static String check(String text, NewEvent event) {
        String problem = "";
        if (text.length() > MAX_CHARACTERS) {
            problem = "it has " + text.length() + " characters of JSON; the most is " + MAX_CHARACTERS;
        } else if (hasNul(text)) {
            problem = "it holds a NUL character, which PostgreSQL cannot store";
        } else if (!halfPairIn(text).isEmpty()) {
            problem = "it " + halfPairIn(text);
        }
        if (!problem.isEmpty()) {
            throw new InvalidEventException(subject(event) + " cannot be stored: " + problem + ".");
        }
        return text;
    }
}
