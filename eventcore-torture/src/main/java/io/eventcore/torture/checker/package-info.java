/** Compares histories with the table. It shares no code with any store. */
@NullMarked
package io.eventcore.torture.checker;

import org.jspecify.annotations.NullMarked;
