package io.eventcore.examples.usernames;

import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.usernames.UsernameEvent.Claimed;
import io.eventcore.examples.usernames.UsernameEvent.Released;
import java.time.Instant;

/**
 * Gives up one name for another. Both names are in the boundary, so the account never has two names, and never none.
 *
 * @param from the name that it has
 * @param to the name that it wants
 * @param account who
 * @param now when
 */
public record ChangeName(String from, String to, String account, Instant now) implements UsernameCommand {

    @Override
    public Streams streams() {
        return Streams.of(Username.stream(from), Username.stream(to));
    }

    @Override
    public Writes<UsernameEvent> handle(StreamStates<Username> names) {
        require(names.of(Username.stream(from)).isHeldBy(account), "the account does not have the name");
        require(names.of(Username.stream(to)).isFreeAt(now), "the name is taken");
        return Writes.to(Username.stream(to), new Claimed(account))
                .and(Username.stream(from), new Released(now.plus(Username.RETENTION)));
    }
}
