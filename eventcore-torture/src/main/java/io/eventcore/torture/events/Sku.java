package io.eventcore.torture.events;

/**
 * What is counted in a basket; a record that is the key of a map.
 *
 * @param value its name
 */
public record Sku(String value) {}
