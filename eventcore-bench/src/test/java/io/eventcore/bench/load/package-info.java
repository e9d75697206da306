@NullMarked
package io.eventcore.bench.load;

import org.jspecify.annotations.NullMarked;
