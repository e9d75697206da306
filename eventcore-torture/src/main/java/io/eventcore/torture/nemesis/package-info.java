/** The faults that are injected. */
@NullMarked
package io.eventcore.torture.nemesis;

import org.jspecify.annotations.NullMarked;
