package io.eventcore.jackson;

import io.eventcore.EventCodec;

/** Offers Jackson's codec to stores that were not given one. Thread-safe. */
public final class JacksonCodecProvider implements EventCodec.Provider {

    /** One for all: tests make a store each, and what Jackson has learned of a class is worth keeping. */
    private static final JacksonEventCodec SHARED = JacksonEventCodec.create();

    /** For {@link java.util.ServiceLoader}. */
    public JacksonCodecProvider() {}

    @Override
    public EventCodec codec() {
        return SHARED;
    }
}
