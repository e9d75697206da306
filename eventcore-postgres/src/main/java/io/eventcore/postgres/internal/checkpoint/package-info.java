/** How far projections have come. */
@NullMarked
package io.eventcore.postgres.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
