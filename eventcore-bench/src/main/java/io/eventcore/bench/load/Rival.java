package io.eventcore.bench.load;

/**
 * A control, and the figure that compares EventCore with it.
 *
 * @param figure its name
 * @param goal what the figure should reach
 * @param side the control
 */
record Rival(String figure, double goal, Side side) {}
