/** An event store on plain PostgreSQL: {@link io.eventcore.postgres.PostgresEventStore} and its settings. */
@NullMarked
package io.eventcore.postgres;

import org.jspecify.annotations.NullMarked;
