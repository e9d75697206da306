package io.eventcore;

/**
 * The name of a stream, for example {@code account-4711}.
 *
 * <p>A name has 1 to 255 characters (Unicode code points), no control characters and no unpaired surrogates, and does
 * not start or end with white space. Names are compared by code point, which is the order of PostgreSQL's {@code "C"}
 * collation.
 *
 * @param value the name
 */
public record StreamId(String value) implements Comparable<StreamId> {

    /** The longest name, in Unicode code points. */
    public static final int MAX_LENGTH = 255;

    /**
     * Checks the name.
     *
     * @param value the name, 1 to {@value #MAX_LENGTH} characters
     * @throws InvalidStreamException if the name breaks one of the rules above
     */
    public StreamId {
        check(value);
    }

    /**
     * The stream of a name, whether it has events or not.
     *
     * @param value the name, 1 to {@value #MAX_LENGTH} characters
     * @return its id
     * @throws InvalidStreamException if the name breaks one of the rules of this class
     */
    public static StreamId of(String value) {
        return new StreamId(value);
    }

    private static void check(String value) {
        if (isPlain(Required.stream(value, "the name of a stream"))) {
            return;
        }
        if (value.isBlank()) {
            throw new InvalidStreamException("A stream id must not be empty or blank.");
        }
        int length = value.codePointCount(0, value.length());
        if (length > MAX_LENGTH) {
            throw new InvalidStreamException("A stream id has at most " + MAX_LENGTH + " characters; this one has "
                    + length + " and starts with '" + value.substring(0, value.offsetByCodePoints(0, 40)) + "'.");
        }
        if (!value.equals(value.strip())) {
            throw new InvalidStreamException("Stream id '" + value + "' starts or ends with white space.");
        }
        value.codePoints().forEach(character -> {
            if (Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE) {
                throw new InvalidStreamException(String.format(
                        "A stream id must not hold control characters or unpaired surrogates; this one holds U+%04X.",
                        character));
            }
        });
    }

    /** Tells the usual names apart at once: this runs for every event that is read. */
    private static boolean isPlain(String value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char character = value.charAt(i);
            if (character <= ' ' || character >= 0x7f) {
                return false;
            }
        }
        return length > 0 && length <= MAX_LENGTH;
    }

    @Override
    public int compareTo(StreamId other) {
        String a = value;
        String b = other.value;
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // A surrogate belongs to a code point above every other char, although its own number is lower.
                boolean xAbove = Character.isSurrogate(x);
                boolean yAbove = Character.isSurrogate(y);
                return xAbove == yAbove ? Character.compare(x, y) : Boolean.compare(xAbove, yAbove);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
