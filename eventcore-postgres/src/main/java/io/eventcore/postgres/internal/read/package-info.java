/** Reading the streams of a command. */
@NullMarked
package io.eventcore.postgres.internal.read;

import org.jspecify.annotations.NullMarked;
