/** Histories made by hand: each kind of lie is found, and honest ones pass. */
@NullMarked
package io.eventcore.torture.checker;

import org.jspecify.annotations.NullMarked;
