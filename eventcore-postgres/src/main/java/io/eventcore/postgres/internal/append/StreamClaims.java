package io.eventcore.postgres.internal.append;

import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which streams some requests use. A stream has one writer, or any number of readers that expect the same version.
 * Requests may be added although they clash; then their streams are closed to all others.
 */
final class StreamClaims {

    private final Map<StreamId, Claim> claims = new HashMap<>();

    boolean clashWith(PendingAppend append) {
        return clashWith(append, Set.of());
    }

    /** @param together requests that it may join: where it rests on one of these, it clashes with nobody */
    boolean clashWith(PendingAppend append, Set<PendingAppend> together) {
        if (claims.isEmpty()) {
            return false;
        }
        for (Map.Entry<StreamId, ExpectedVersion> use : append.expected().entrySet()) {
            Claim claim = claims.get(use.getKey());
            if (claim != null
                    && !isAmong(together, append.basisOf(use.getKey()))
                    && (claim.written || append.addedTo(use.getKey()) > 0 || !claim.expected.equals(use.getValue()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAmong(Set<PendingAppend> together, @Nullable PendingAppend basis) {
        return basis != null && together.contains(basis);
    }

    void add(PendingAppend append) {
        append.expected().forEach((stream, expected) -> {
            Claim claim = claims.computeIfAbsent(stream, absent -> new Claim(expected));
            claim.users++;
            claim.written |= append.addedTo(stream) > 0 || !claim.expected.equals(expected);
        });
    }

    void remove(PendingAppend append) {
        for (StreamId stream : append.expected().keySet()) {
            Claim claim = claims.get(stream);
            if (claim != null && --claim.users == 0) {
                claims.remove(stream);
            }
        }
    }

    private static final class Claim {
        private final ExpectedVersion expected;
        private int users;
        private boolean written;

        Claim(ExpectedVersion expected) {
            this.expected = expected;
        }
    }
}
