/** What projections promise. */
@NullMarked
package io.eventcore.projections;

import org.jspecify.annotations.NullMarked;
