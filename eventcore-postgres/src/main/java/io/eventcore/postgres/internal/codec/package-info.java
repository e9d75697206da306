/** Rows to events and back. */
@NullMarked
package io.eventcore.postgres.internal.codec;

import org.jspecify.annotations.NullMarked;
