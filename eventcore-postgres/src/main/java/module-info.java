/** An event store on plain PostgreSQL. */
module io.eventcore.postgres {
    requires transitive io.eventcore.api;
    requires transitive java.sql;
    requires transitive io.eventcore.jackson;
    requires tools.jackson.core;
    requires org.jspecify;
    requires org.slf4j;
    requires org.postgresql.jdbc;
    requires static org.checkerframework.checker.qual;
    requires com.github.benmanes.caffeine;
    requires com.zaxxer.hikari;
    requires io.opentelemetry.context;
    requires io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.core;
    requires io.github.resilience4j.retry;

    exports io.eventcore.postgres;
}
