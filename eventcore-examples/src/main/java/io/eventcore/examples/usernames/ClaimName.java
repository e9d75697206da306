package io.eventcore.examples.usernames;

import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.usernames.UsernameEvent.Claimed;
import java.time.Instant;

/**
 * Takes a name for an account. Commands are pure, so the time comes from outside.
 *
 * @param name the name, in any case
 * @param account who wants it
 * @param now when
 */
public record ClaimName(String name, String account, Instant now) implements UsernameCommand {

    @Override
    public Streams streams() {
        return Streams.of(Username.stream(name));
    }

    @Override
    public Writes<UsernameEvent> handle(StreamStates<Username> names) {
        Username wanted = names.of(Username.stream(name));
        if (wanted.isHeldBy(account)) {
            return Writes.none();
        }
        require(wanted.isFreeAt(now), "the name is taken");
        return Writes.to(Username.stream(name), new Claimed(account));
    }
}
