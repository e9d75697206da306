package io.eventcore.postgres;

import io.eventcore.EventType;

/** An event with a text. */
@EventType("noted")
public record Noted(String text) {}
