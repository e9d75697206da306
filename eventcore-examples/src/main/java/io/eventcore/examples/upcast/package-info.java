/** Events of seven years in one log, read as they are written today. */
@NullMarked
package io.eventcore.examples.upcast;

import org.jspecify.annotations.NullMarked;
