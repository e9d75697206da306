package io.eventcore.postgres.internal.feed;

import io.eventcore.FeedPage;
import io.eventcore.Telemetry;
import io.eventcore.postgres.internal.feed.PostgresFeed.FoundPage;
import io.eventcore.postgres.internal.telemetry.OutcomeTimers;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import io.micrometer.core.instrument.DistributionSummary;
import io.opentelemetry.api.common.AttributeKey;
import java.time.Instant;
import java.util.function.Supplier;

/** Reports the polls of the feed. Thread-safe. */
final class FeedTelemetry {

    private static final String NAME = "eventcore.feed";

    private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("eventcore.events");
    private static final AttributeKey<Long> POSITION = AttributeKey.longKey("eventcore.position");
    private static final AttributeKey<Long> HEAD = AttributeKey.longKey("eventcore.head");

    private final StoreTelemetry store;
    private final OutcomeTimers timers;
    private final DistributionSummary events;
    private volatile double heldBack = Double.NaN;

    FeedTelemetry(StoreTelemetry store) {
        this.store = store;
        this.timers = store.timers(NAME, "How long polls of the feed took");
        this.events = store.summary("eventcore.feed.events", "How many events a poll of the feed brought");
        store.gauge(
                "eventcore.feed.held.back",
                "How many positions appends under way kept from the last poll that came to the end of the feed",
                () -> heldBack);
    }

    /**
     * Reads a page.
     *
     * @param searched the position that the page does not go beyond in any case
     */
    FeedPage read(long searched, Supplier<FoundPage> reading) {
        if (!store.isEnabled()) {
            return reading.get().page();
        }
        Instant start = Instant.now();
        long startNanos = System.nanoTime();
        FoundPage found;
        try {
            found = reading.get();
        } catch (RuntimeException | Error failure) {
            long nanos = System.nanoTime() - startNanos;
            store.report(() -> timers.record(Telemetry.outcomeOf(failure), nanos));
            throw failure;
        }
        long nanos = System.nanoTime() - startNanos;
        store.report(() -> tell(found, searched, start, nanos));
        return found.page();
    }

    private void tell(FoundPage found, long searched, Instant start, long nanos) {
        FeedPage page = found.page();
        timers.record("read", nanos);
        events.record(page.events().size());
        if (!found.full() && page.position() < searched) {
            heldBack = page.head() - page.position();
        }
        // Most polls of an idle system find nothing; as spans they would bury the others.
        if (!page.events().isEmpty()) {
            store.databaseSpan(NAME)
                    .setStartTimestamp(start)
                    .setAttribute(EVENTS, (long) page.events().size())
                    .setAttribute(POSITION, page.position())
                    .setAttribute(HEAD, page.head())
                    .startSpan()
                    .end();
        }
    }
}
