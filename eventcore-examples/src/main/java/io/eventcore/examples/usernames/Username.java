package io.eventcore.examples.usernames;

import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.examples.usernames.UsernameEvent.Claimed;
import io.eventcore.examples.usernames.UsernameEvent.Released;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user name as its events leave it.
 *
 * @param holder the account that has it, null if none does
 * @param reservedUntil from when on it may be claimed if nobody has it
 */
public record Username(@Nullable String holder, Instant reservedUntil) {

    /** How long a name that was given up stays reserved, so that nobody gets mail that is not for him. */
    public static final Duration RETENTION = Duration.ofDays(3);

    /** How the events of a name become its state. */
    public static final StreamFold<Username, UsernameEvent> FOLD = StreamFold.over(
                    UsernameEvent.class, new Username(null, Instant.EPOCH))
            .on(Claimed.class, (name, event) -> new Username(event.account(), Instant.EPOCH))
            .on(Released.class, (name, event) -> new Username(null, event.reservedUntil()))
            .build();

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9_]{3,20}");

    /**
     * The stream of a name. {@code Jane} and {@code jane} are one name, so they are one stream.
     *
     * @throws IllegalArgumentException if this is no user name
     */
    public static StreamId stream(String name) {
        String canonical = name.toLowerCase(Locale.ROOT);
        if (!ALLOWED.matcher(canonical).matches()) {
            throw new IllegalArgumentException("A user name has 3 to 20 letters, digits and underscores.");
        }
        return StreamId.of("username-" + canonical);
    }

    boolean isFreeAt(Instant now) {
        return holder == null && !now.isBefore(reservedUntil);
    }

    boolean isHeldBy(String account) {
        return account.equals(holder);
    }
}
