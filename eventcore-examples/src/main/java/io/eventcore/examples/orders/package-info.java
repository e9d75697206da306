/** Orders and stock: a command finds the streams that it needs while it reads. */
@NullMarked
package io.eventcore.examples.orders;

import org.jspecify.annotations.NullMarked;
