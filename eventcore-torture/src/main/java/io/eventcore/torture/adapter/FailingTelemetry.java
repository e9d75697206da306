package io.eventcore.torture.adapter;

import io.eventcore.Telemetry;
import io.micrometer.core.instrument.AbstractTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Telemetry whose timers fail by an Error now and then, as an exporter with a missing class does. */
final class FailingTelemetry {

    private static final int EVERY = 23;

    private FailingTelemetry() {}

    static Telemetry create() {
        AtomicLong recorded = new AtomicLong();
        return Telemetry.of(OpenTelemetry.noop(), new SimpleMeterRegistry() {
            @Override
            protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauses) {
                Timer timer = super.newTimer(id, config, pauses);
                return new AbstractTimer(id, clock, config, pauses, TimeUnit.SECONDS, false) {
                    @Override
                    protected void recordNonNegative(long amount, TimeUnit unit) {
                        if (recorded.incrementAndGet() % EVERY == 0) {
                            throw new NoClassDefFoundError("a meter that fails on purpose");
                        }
                        timer.record(amount, unit);
                    }

                    @Override
                    public long count() {
                        return timer.count();
                    }

                    @Override
                    public double totalTime(TimeUnit unit) {
                        return timer.totalTime(unit);
                    }

                    @Override
                    public double max(TimeUnit unit) {
                        return timer.max(unit);
                    }
                };
            }
        });
    }
}
