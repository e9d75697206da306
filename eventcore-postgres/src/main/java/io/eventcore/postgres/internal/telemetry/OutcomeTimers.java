package io.eventcore.postgres.internal.telemetry;

import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A timer for each way in which an operation ends. Thread-safe. */
public final class OutcomeTimers {

    private final Function<String, Timer> register;
    /** Looking a timer up in the registry each time would cost more than to record. */
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    OutcomeTimers(Function<String, Timer> register) {
        this.register = register;
    }

    /** Records how long an operation took that ended so. */
    public void record(String outcome, long nanos) {
        timers.computeIfAbsent(outcome, register).record(nanos, TimeUnit.NANOSECONDS);
    }
}
