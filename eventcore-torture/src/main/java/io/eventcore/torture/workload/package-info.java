/** The commands, events and stores of the client processes. */
@NullMarked
package io.eventcore.torture.workload;

import org.jspecify.annotations.NullMarked;
