package io.eventcore.postgres.faults;

import io.eventcore.EventType;

/**
 * Money came to an account, or left it.
 *
 * @param booking the command that moved it
 * @param cents negative if it left
 */
@EventType("moved")
public record Moved(long booking, long cents) {}
