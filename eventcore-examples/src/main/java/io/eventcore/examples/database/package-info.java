/** The PostgreSQL that examples and the demo run on. */
@NullMarked
package io.eventcore.examples.database;

import org.jspecify.annotations.NullMarked;
