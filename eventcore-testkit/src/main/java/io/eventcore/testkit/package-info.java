/**
 * What tests of applications need, and what tests of storage adapters need.
 *
 * <p>For applications: {@link io.eventcore.testkit.Scenario} tests a command in memory; {@link
 * io.eventcore.testkit.FaultyStore} fails on purpose; {@link
 * io.eventcore.testkit.TestClock} and {@link io.eventcore.testkit.SeededIds} make times and ids repeat; {@link
 * io.eventcore.testkit.TestPostgres} is a PostgreSQL for tests, demos and benchmarks.
 *
 * <p>For adapters: the contract suite that every one passes. An adapter's tests hold one subclass of {@link
 * io.eventcore.testkit.EventStoreContract}, which says how to make an empty store.
 */
@NullMarked
package io.eventcore.testkit;

import org.jspecify.annotations.NullMarked;
