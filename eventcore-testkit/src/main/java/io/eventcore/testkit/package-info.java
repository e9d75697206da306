/**
 * The contract suite that every storage adapter passes, and the PostgreSQL that tests, demos and benchmarks run on. An
 * adapter's tests hold one subclass of {@link io.eventcore.testkit.EventStoreContract}, which says how to make an empty
 * store.
 */
@NullMarked
package io.eventcore.testkit;

import org.jspecify.annotations.NullMarked;
