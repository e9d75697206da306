/** How far projections have come, who runs them, and what they have put aside. */
@NullMarked
package io.eventcore.postgres.internal.projection;

import org.jspecify.annotations.NullMarked;
