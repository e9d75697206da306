package io.eventcore.examples.usernames;

import io.eventcore.EventType;
import java.time.Instant;

/** What can happen to a user name. Each name is a stream of its own, also one that nobody ever had. */
public sealed interface UsernameEvent {

    /**
     * Somebody has the name from now on.
     *
     * @param account who
     */
    @EventType("username-claimed")
    record Claimed(String account) implements UsernameEvent {}

    /**
     * Nobody has the name any more.
     *
     * @param reservedUntil from when on it may be claimed. The event says it, and not how long names stay reserved: a new
     *     rule does not change what was promised
     */
    @EventType("username-released")
    record Released(Instant reservedUntil) implements UsernameEvent {}
}
