package io.eventcore.projections;

import io.eventcore.EventType;

/** The events that the tests project. */
sealed interface Note {
    @EventType("note-taken")
    record Taken(String text) implements Note {}

    @EventType("note-lost")
    record Lost(String text) implements Note {}

    String text();
}
