/** {@code ./eventcore examples}: lists the examples and runs them. */
@NullMarked
package io.eventcore.examples.gallery;

import org.jspecify.annotations.NullMarked;
