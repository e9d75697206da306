/** The codec that stores use unless they are given another one: JSON by Jackson. */
@SuppressWarnings("module") // the module that io.eventcore.jackson.internal is exported to is built after this one
module io.eventcore.jackson {
    requires transitive io.eventcore.api;
    requires transitive tools.jackson.databind;
    requires tools.jackson.core;
    requires com.fasterxml.jackson.annotation;
    requires org.jspecify;

    exports io.eventcore.jackson;
    exports io.eventcore.jackson.internal to
            io.eventcore.postgres;

    provides io.eventcore.EventCodec.Provider with
            io.eventcore.jackson.JacksonCodecProvider;

    opens io.eventcore.jackson to
            tools.jackson.databind;
}
