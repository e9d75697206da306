/** User names that nobody has twice, and that stay reserved for a while after their holder gave them up. */
@NullMarked
package io.eventcore.examples.usernames;

import org.jspecify.annotations.NullMarked;
