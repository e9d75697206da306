package io.eventcore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A share of all streams. Several runners of a projection work side by side, each on segments of its own; all events of
 * a stream lie in one segment, so they stay in order.
 *
 * <p>A stream lies in the segment whose number is the first four bytes of the SHA-256 of its name (as UTF-8, read as an
 * unsigned number) modulo the count. That never changes, so that Java and every storage agree, now and in years.
 *
 * @param number from 0 to {@code count - 1}
 * @param count how many segments there are, 1 to {@value #MOST}
 */
public record Segment(int number, int count) {

    /** The most segments that a projection can have. */
    public static final int MOST = 1_024;

    /** All streams. */
    public static final Segment ALL = new Segment(0, 1);

    /**
     * Checks the ranges.
     *
     * @param number from 0 to {@code count - 1}
     * @param count how many segments there are, 1 to {@value #MOST}
     * @throws ConfigurationException if the count or the number is out of its range
     */
    public Segment {
        if (count < 1 || count > MOST) {
            throw new ConfigurationException("A projection has 1 to " + MOST + " segments, not " + count + ".");
        }
        if (number < 0 || number >= count) {
            throw new ConfigurationException(
                    "Of " + count + " segments the numbers are 0 to " + (count - 1) + ", not " + number + ".");
        }
    }

    /**
     * Finds the segment in which a stream lies.
     *
     * @param stream the stream, whether it has events or not
     * @param count how many segments there are, 1 to {@value #MOST}
     * @return the one segment of these that contains the stream
     */
    public static Segment of(StreamId stream, int count) {
        return new Segment(count == 1 ? 0 : (int) (hash(stream) % count), count);
    }

    /**
     * Tells whether a stream lies here.
     *
     * @param stream the stream, whether it has events or not
     * @return true for one of the {@link #count()} segments, false for the others
     */
    public boolean contains(StreamId stream) {
        return count == 1 || hash(stream) % count == number;
    }

    private static long hash(StreamId stream) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(stream.value().getBytes(StandardCharsets.UTF_8));
            return Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256; this one has not.", e);
        }
    }

    @Override
    public String toString() {
        return number + "/" + count;
    }
}
