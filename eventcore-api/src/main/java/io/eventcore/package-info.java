/**
 * Event sourcing without aggregates: a {@link io.eventcore.Command} names the streams it needs, folds their events into
 * a state, decides, and appends new events to one or more of those streams, atomically.
 *
 * <p>Nothing in this package may be {@code null} unless it is marked so.
 */
@NullMarked
package io.eventcore;

import org.jspecify.annotations.NullMarked;
