/** The append: a queue of requests, lanes that send everything that waits in one call, and their outcomes. */
@NullMarked
package io.eventcore.postgres.internal.append;

import org.jspecify.annotations.NullMarked;
