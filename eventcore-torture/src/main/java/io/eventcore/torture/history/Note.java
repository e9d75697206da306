package io.eventcore.torture.history;

/**
 * Something that happened beside the calls: a fault, the end of a process, what a projection saw.
 *
 * @param nanos the machine's monotonic clock
 * @param kind one of the words below
 * @param subject whom it is about
 * @param text the rest
 */
public record Note(long nanos, String kind, String subject, String text) {

    /** Something begins: {@link #LOAD}, or a fault by its name. */
    public static final String BEGIN = "begin";

    /** A fault was injected, and is over: its name, what it did. */
    public static final String FAULT = "fault";

    /** A fault could not be injected: its name, why. */
    public static final String MISSED = "missed";

    /** Something that must not happen did: who, what. */
    public static final String WRONG = "wrong";

    /** Something is over: what. */
    public static final String END = "end";

    /** What a model in memory held at the end: in which process, the tally. */
    public static final String TALLY = "tally";

    /** The calls of the clients, all together. */
    public static final String LOAD = "load";

    /** The name of the fault that makes the storage refuse appends; nothing else in a run does. */
    public static final String REFUSING = "trigger that raises errors";

    String line() {
        return String.join("\t", "N", Long.toString(nanos), kind, subject, text.replaceAll("\\s+", " "));
    }

    static Note parse(String[] parts) {
        return new Note(Long.parseLong(parts[1]), parts[2], parts[3], parts[4]);
    }
}
