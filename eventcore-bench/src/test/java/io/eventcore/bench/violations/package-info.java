/** Bad examples: each class breaks a rule of the architecture. */
@NullMarked
package io.eventcore.bench.violations;

import org.jspecify.annotations.NullMarked;
