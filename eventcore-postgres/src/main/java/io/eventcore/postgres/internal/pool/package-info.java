/** What is seen of a connection pool from its inside: connections that open and close, and callers that wait. */
@NullMarked
package io.eventcore.postgres.internal.pool;

import org.jspecify.annotations.NullMarked;
