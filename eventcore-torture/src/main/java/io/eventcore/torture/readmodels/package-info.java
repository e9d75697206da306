/** The projections of every style that run beside the commands. */
@NullMarked
package io.eventcore.torture.readmodels;

import org.jspecify.annotations.NullMarked;
