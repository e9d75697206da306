package io.eventcore.testkit;

import io.eventcore.EventType;
import io.eventcore.EventTypes;

/** The events that the contract writes. */
sealed interface ContractEvent {

    /** What each store of the contract knows. */
    EventTypes TYPES = EventTypes.of(ContractEvent.class, Stranger.class);

    /** Carries a text. */
    @EventType("contract-noted")
    record Noted(String text) implements ContractEvent {}

    /** Carries a number that its command worked out from the events before. */
    @EventType("contract-counted")
    record Counted(long number) implements ContractEvent {}

    /** Changes a balance. */
    @EventType("contract-moved")
    record Moved(long cents) implements ContractEvent {}

    /** Points to another stream. */
    @EventType("contract-linked")
    record Linked(String stream) implements ContractEvent {}

    /** Is registered, but no codec can write it: its accessor fails. */
    @EventType("contract-unwritable")
    record Unwritable(String text) implements ContractEvent {
        @Override
        public String text() {
            throw new UnsupportedOperationException("This event cannot be written.");
        }
    }

    /** Is registered, but of another family. */
    @EventType("contract-stranger")
    record Stranger(String text) {}

    /** Has a name, but is not registered. */
    @EventType("contract-unregistered")
    record Unregistered(String text) {}
}
