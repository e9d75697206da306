/** The contract suite that every adapter passes, and the PostgreSQL that tests, demos and benchmarks run on. */
@NullMarked
package io.eventcore.testkit;

import org.jspecify.annotations.NullMarked;
