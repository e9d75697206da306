package io.eventcore.bench.load;

import java.util.Locale;

/** Sizes in words. */
final class Labels {

    private static final long THOUSAND = 1_000;

    private Labels() {}

    /** For example 20,000. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** For example 100 B or 10 kB; thousands, not powers of two. */
    static String bytes(long value) {
        return value < THOUSAND ? value + " B" : number(value / THOUSAND) + " kB";
    }
}
