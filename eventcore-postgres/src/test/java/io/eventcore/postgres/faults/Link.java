package io.eventcore.postgres.faults;

import io.eventcore.EventType;

/**
 * An event that says on which one it was decided.
 *
 * @param id of this one
 * @param previous the id of the event that the command saw last in the stream; empty if it saw none
 */
@EventType("link")
record Link(String id, String previous) {}
