/** Keeping states of folds in the database. */
@NullMarked
package io.eventcore.postgres.internal.snapshot;

import org.jspecify.annotations.NullMarked;
