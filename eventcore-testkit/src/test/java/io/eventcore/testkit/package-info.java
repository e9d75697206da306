/** The contract suites hold for the store in memory, and each of their tests catches a store that is broken. */
@NullMarked
package io.eventcore.testkit;

import org.jspecify.annotations.NullMarked;
