/** What is specific to the store in memory; its contract is tested in {@code eventcore-testkit}. */
@NullMarked
package io.eventcore.memory;

import org.jspecify.annotations.NullMarked;
