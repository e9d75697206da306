/** What was called, what each decision had seen, and what the caller was told: written by clients, read by the checker. */
@NullMarked
package io.eventcore.torture.history;

import org.jspecify.annotations.NullMarked;
