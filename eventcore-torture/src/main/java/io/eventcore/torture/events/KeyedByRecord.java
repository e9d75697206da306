package io.eventcore.torture.events;

import io.eventcore.EventType;
import java.util.Map;

/**
 * An event that a codec refuses, or brings back as it was: a map whose keys are records.
 *
 * @param basket how many of what
 */
@EventType("torture-keyed")
public record KeyedByRecord(Map<Sku, Integer> basket) {}
