/** The command {@code ./eventcore projections}: looking at the projections of a database, and operating on them. */
@NullMarked
package io.eventcore.examples.projections;

import org.jspecify.annotations.NullMarked;
