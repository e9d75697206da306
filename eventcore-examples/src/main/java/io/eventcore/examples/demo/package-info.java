/** {@code ./eventcore demo}: transfers from a CSV file, executed on a real PostgreSQL and checked at the end. */
@NullMarked
package io.eventcore.examples.demo;

import org.jspecify.annotations.NullMarked;
