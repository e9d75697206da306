package io.eventcore.torture.history;

import java.util.Optional;

/**
 * A call that is about to be sent.
 *
 * @param call its identity, unique in the run
 * @param nanos the machine's monotonic clock, the same for all its processes
 * @param kind what sort of command
 * @param store which store instance of which process it is sent to
 * @param commandId the id under which it is to take effect once; empty if it has none
 */
public record Begin(String call, long nanos, String kind, String store, Optional<String> commandId) {

    String line() {
        return String.join("\t", "B", call, Long.toString(nanos), kind, store, commandId.orElse("-"));
    }

    static Begin parse(String[] parts) {
        return new Begin(
                parts[1],
                Long.parseLong(parts[2]),
                parts[3],
                parts[4],
                Optional.of(parts[5]).filter(id -> !id.equals("-")));
    }
}
