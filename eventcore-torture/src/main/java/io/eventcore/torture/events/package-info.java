/** The events of the run. */
@NullMarked
package io.eventcore.torture.events;

import org.jspecify.annotations.NullMarked;
