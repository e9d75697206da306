/** Commands, streams, events, and the interfaces that storage adapters implement. */
@SuppressWarnings("module") // the modules that io.eventcore.internal is exported to are built after this one
module io.eventcore.api {
    requires transitive org.jspecify;
    requires transitive io.opentelemetry.api;
    requires transitive micrometer.core;
    requires io.github.resilience4j.core;
    requires io.github.resilience4j.retry;
    requires com.fasterxml.uuid;
    requires io.opentelemetry.context;
    requires org.slf4j;

    uses io.eventcore.EventCodec.Provider;

    exports io.eventcore;
    exports io.eventcore.internal to
            io.eventcore.postgres,
            io.eventcore.projections;
}
