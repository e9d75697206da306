package io.eventcore.torture.history;

import java.nio.charset.StandardCharsets;

/** A hash over a sequence of events: two streams have the same one only if they hold the same events in the same order. */
public final class Chain {

    /** The hash of no event. */
    public static final String START = "0";

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Chain() {}

    /** {@return the hash after one more event} */
    public static String next(String hash, String event) {
        return hash(hash + "/" + event);
    }

    /** {@return a hash of a text (FNV-1a, 64 bits), in hexadecimal digits} */
    public static String hash(String text) {
        long hash = FNV_OFFSET;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
        }
        return Long.toHexString(hash ^ (hash >>> 29));
    }
}
