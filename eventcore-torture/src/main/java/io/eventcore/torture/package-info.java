/** The torture run: processes that execute random commands while faults are injected, and the check of what they were told. */
@NullMarked
package io.eventcore.torture;

import org.jspecify.annotations.NullMarked;
