/**
 * Projections: a {@link io.eventcore.projections.Projection} turns events into a read model, and a
 * {@link io.eventcore.projections.ProjectionRunner} feeds it all events in global order.
 *
 * <p>Nothing in this package may be {@code null} unless it is marked so.
 */
@NullMarked
package io.eventcore.projections;

import org.jspecify.annotations.NullMarked;
