package io.eventcore.examples.usernames;

import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.usernames.UsernameEvent.Released;
import java.time.Instant;

/**
 * Gives up a name, for example because the account is closed. It stays reserved for a while, also for who had it.
 *
 * @param name the name, in any case
 * @param account who has it
 * @param now when
 */
public record ReleaseName(String name, String account, Instant now) implements UsernameCommand {

    @Override
    public Streams streams() {
        return Streams.of(Username.stream(name));
    }

    @Override
    public Writes<UsernameEvent> handle(StreamStates<Username> names) {
        require(names.of(Username.stream(name)).isHeldBy(account), "the account does not have the name");
        return Writes.to(Username.stream(name), new Released(now.plus(Username.RETENTION)));
    }
}
