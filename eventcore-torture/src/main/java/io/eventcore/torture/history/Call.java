package io.eventcore.torture.history;

import java.util.Optional;

/**
 * One call as its history has it.
 *
 * @param begin what was asked
 * @param answer what was told; empty if the process did not live to hear it
 */
public record Call(Begin begin, Optional<Answer> answer) {

    /** {@return the call's identity} */
    public String id() {
        return begin.call();
    }

    /** {@return what was told; {@link Outcome#UNKNOWN} if nothing was} */
    public Outcome outcome() {
        return answer.map(Answer::outcome).orElse(Outcome.UNKNOWN);
    }

    /** {@return when it was answered; the end of time if it was not, or if what was told says nothing of the end} */
    public long end() {
        return switch (outcome()) {
            case STORED, NOTHING_TO_DO, REJECTED -> answer.orElseThrow().nanos();
            default -> Long.MAX_VALUE;
        };
    }

    @Override
    public String toString() {
        return id() + " (" + begin.kind() + " at " + begin.store()
                + begin.commandId().map(command -> ", command id " + command).orElse("") + ")";
    }
}
