/** What all examples have in common: they tell a story, and check what they say. */
@NullMarked
package io.eventcore.examples.story;

import org.jspecify.annotations.NullMarked;
