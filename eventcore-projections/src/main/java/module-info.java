/** Read models that follow the global order of all events. */
module io.eventcore.projections {
    requires transitive io.eventcore.api;
    requires transitive java.sql;
    requires io.opentelemetry.context;
    requires io.github.resilience4j.core;
    requires org.slf4j;

    exports io.eventcore.projections;
}
