/** What PostgreSQL's errors mean. */
@NullMarked
package io.eventcore.postgres.internal.sql;

import org.jspecify.annotations.NullMarked;
