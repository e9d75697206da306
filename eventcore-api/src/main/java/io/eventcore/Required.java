package io.eventcore;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Refuses a null with an error of a stable code and a sentence that says what is missing, where it was handed over. */
final class Required {

    private Required() {}

    /** @param what the stream that is missing, for example "the stream of an event" */
    static <T> T stream(@Nullable T value, String what) {
        return orRefuse(value, what, InvalidStreamException::new);
    }

    static <T> T event(@Nullable T value, String what) {
        return orRefuse(value, what, InvalidEventException::new);
    }

    static <T> T setting(@Nullable T value, String what) {
        return orRefuse(value, what, ConfigurationException::new);
    }

    static <T> T command(@Nullable T value) {
        return orRefuse(value, "the command", InvalidCommandException::new);
    }

    /** What a method of a command returned. */
    static <T> T returned(@Nullable T value, Object command, String method) {
        if (value == null) {
            throw new InvalidCommandException(
                    "The method " + method + " of " + command.getClass().getName() + " returned null.");
        }
        return value;
    }

    private static <T> T orRefuse(
            @Nullable T value, String what, Function<String, ? extends EventCoreException> error) {
        if (value == null) {
            throw error.apply(Character.toUpperCase(what.charAt(0)) + what.substring(1) + " is null.");
        }
        return value;
    }

    /** What of a payload may get into a log. */
    static String className(@Nullable Object payload) {
        return payload == null ? "null" : payload.getClass().getName();
    }
}
