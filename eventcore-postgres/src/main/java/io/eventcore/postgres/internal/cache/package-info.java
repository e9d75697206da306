/** What the store remembers of the streams that were read and written. */
@NullMarked
package io.eventcore.postgres.internal.cache;

import org.jspecify.annotations.NullMarked;
