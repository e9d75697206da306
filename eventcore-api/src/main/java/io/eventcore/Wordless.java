package io.eventcore;

import java.io.Serial;

/**
 * Stands for a failure of an application's code or of a library, of which the words may quote an event: it has the class and
 * the place, and no message.
 */
final class Wordless extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String name;

    private Wordless(Throwable failure) {
        super(null, null, false, true);
        this.name = failure.getClass().getName();
        setStackTrace(failure.getStackTrace());
    }

    /** {@return what may be kept of a failure as a cause: the words of the codec's errors, and of no other} */
    static Throwable of(Throwable failure) {
        if (!(failure instanceof EventCodecException || failure instanceof InvalidEventException)) {
            return new Wordless(failure);
        }
        Throwable cause = failure.getCause();
        if (cause == null || cause.getClass().getName().startsWith("io.eventcore.")) {
            return failure;
        }
        EventCoreException copy = failure instanceof EventCodecException known
                ? new EventCodecException(known.problem(), of(cause))
                : new InvalidEventException(((EventCoreException) failure).problem(), of(cause));
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    /** {@return the words of an error of the codec; of any other failure its class, and where it happened} */
    static String told(Throwable failure) {
        if (failure instanceof EventCodecException known) {
            return known.problem();
        }
        for (StackTraceElement place : failure.getStackTrace()) {
            if (!place.getClassName().startsWith("java.")) {
                return failure.getClass().getName() + " at " + place;
            }
        }
        return failure.getClass().getName();
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // its own name would say nothing
    public String toString() {
        return name + " (its message is left out, because it may quote the event)";
    }
}
