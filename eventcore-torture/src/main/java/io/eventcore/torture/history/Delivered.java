package io.eventcore.torture.history;

/**
 * An event that a projection has handed to its target.
 *
 * @param nanos the machine's monotonic clock
 * @param position its place in the global order
 * @param eventId its identity
 * @param stream its stream
 * @param version its place in the stream
 * @param check a hash of what it held when it was delivered
 */
public record Delivered(long nanos, long position, String eventId, String stream, long version, String check) {

    String line() {
        return String.join(
                "\t",
                "D",
                Long.toString(nanos),
                Long.toString(position),
                eventId,
                stream,
                Long.toString(version),
                check);
    }

    static Delivered parse(String[] parts) {
        return new Delivered(
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                parts[3],
                parts[4],
                Long.parseLong(parts[5]),
                parts[6]);
    }
}
