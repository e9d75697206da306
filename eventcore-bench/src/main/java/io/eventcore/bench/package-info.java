/** Benchmarks: JMH for what happens in one process, load runs for what PostgreSQL takes part in. */
@NullMarked
package io.eventcore.bench;

import org.jspecify.annotations.NullMarked;
