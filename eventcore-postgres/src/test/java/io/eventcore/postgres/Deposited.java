package io.eventcore.postgres;

import io.eventcore.EventType;

/** The event of this module's tests. */
@EventType("deposited")
public record Deposited(long cents) {}
