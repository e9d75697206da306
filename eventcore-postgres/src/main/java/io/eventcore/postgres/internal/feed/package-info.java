/** Reading all events in global order. */
@NullMarked
package io.eventcore.postgres.internal.feed;

import org.jspecify.annotations.NullMarked;
