package io.eventcore.torture.history;

/**
 * What a decision saw of one stream.
 *
 * @param version how many events
 * @param hash the {@link Chain} of these events, in order
 * @param balance the sum of their amounts
 */
public record Sight(long version, String hash, long balance) {

    /** A stream without events. */
    public static final Sight NOTHING = new Sight(0, Chain.START, 0);

    /** {@return what is seen after one more event} */
    public Sight after(String check, long amount) {
        return new Sight(version + 1, Chain.next(hash, check), balance + amount);
    }

    @Override
    public String toString() {
        return version + ":" + hash + ":" + balance;
    }

    static Sight parse(String text) {
        String[] parts = text.split(":", -1);
        return new Sight(Long.parseLong(parts[0]), parts[1], Long.parseLong(parts[2]));
    }
}
