/** Runnable applications, and the command line that starts them. */
@NullMarked
package io.eventcore.examples;

import org.jspecify.annotations.NullMarked;
