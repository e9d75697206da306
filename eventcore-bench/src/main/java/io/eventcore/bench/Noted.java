package io.eventcore.bench;

import io.eventcore.EventType;

/**
 * The event that the benchmarks append.
 *
 * @param cents a number
 * @param reference a short text
 */
@EventType("noted")
public record Noted(long cents, String reference) {}
