/** Creating the tables and functions. */
@NullMarked
package io.eventcore.postgres.internal.schema;

import org.jspecify.annotations.NullMarked;
