/** Shared by EventCore's own modules; not for applications. */
@NullMarked
package io.eventcore.internal;

import org.jspecify.annotations.NullMarked;
