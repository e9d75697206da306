/** A process that takes days: an order is paid by one service and shipped by another, or all is undone. */
@NullMarked
package io.eventcore.examples.saga;

import org.jspecify.annotations.NullMarked;
