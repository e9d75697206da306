/** An event store in memory, for unit tests: the semantics of a database without one. */
@NullMarked
package io.eventcore.memory;

import org.jspecify.annotations.NullMarked;
