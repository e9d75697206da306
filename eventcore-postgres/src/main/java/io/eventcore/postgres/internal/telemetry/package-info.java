/** The meters and spans of a store. */
@NullMarked
package io.eventcore.postgres.internal.telemetry;

import org.jspecify.annotations.NullMarked;
