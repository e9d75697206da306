/** Runs of some minutes, and the command line. */
@NullMarked
package io.eventcore.torture;

import org.jspecify.annotations.NullMarked;
