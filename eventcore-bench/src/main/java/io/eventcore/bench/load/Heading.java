package io.eventcore.bench.load;

/**
 * What is varied, in words.
 *
 * @param name a short name
 * @param title what the figures show
 * @param sizes what the sizes are
 * @param operations what is counted
 * @param remark what else is said of each point
 */
record Heading(String name, String title, String sizes, String operations, Remark remark) {}
