/** The load run: EventCore beside what it stands in for, by turns on one server. */
@NullMarked
package io.eventcore.bench.load;

import org.jspecify.annotations.NullMarked;
