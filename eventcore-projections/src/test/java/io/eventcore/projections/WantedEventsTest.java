package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.EventData;
import io.eventcore.EventFilter;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.SplitPayload;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.UnitOfWork;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A projection that names types gets events of these types, whatever they were stored as, and no others. */
class WantedEventsTest {

    sealed interface ParcelEvent {}

    @EventType(value = "parcel-sent", aliases = "parcel-posted", version = 2)
    record Sent(String to) implements ParcelEvent {}

    @EventType(value = "parcel-weighed", aliases = "parcel-scaled")
    record Weighed(long grams) implements ParcelEvent {}

    /** The first version of "parcel-sent" held the weight, too. */
    private static final EventTypes TYPES = EventTypes.builder(ParcelEvent.class)
            .split(
                    "parcel-sent",
                    1,
                    sent -> List.of(
                            EventData.of("parcel-sent", 2).with("to", sent.text("to")),
                            EventData.of("parcel-weighed", 1).with("grams", sent.number("grams"))),
                    Sent.class,
                    Weighed.class)
            .build();

    private static final Object BOTH = new SplitPayload(List.of(
            new SplitPayload.Part("parcel-sent", new Sent("zoe")),
            new SplitPayload.Part("parcel-weighed", new Weighed(7))));

    @Test
    void anEventOfATypeThatOnlyOnceHeldTheWantedOneIsNotWanted() {
        WantedEvents weighed = wanted("parcel-weighed");

        assertThat(weighed.filter().types()).contains("parcel-sent");
        assertThat(weighed.contains(stored("parcel-sent", new Sent("zoe")))).isFalse();
        assertThat(weighed.contains(stored("parcel-posted", new Sent("zoe")))).isFalse();
        assertThat(weighed.contains(stored("parcel-scaled", new Weighed(7)))).isTrue();
        assertThat(partsFor(weighed, "parcel-sent")).containsExactly(new Weighed(7));
    }

    @Test
    void anAliasAsksForTheSameAsTheName() {
        assertThat(partsFor(wanted("parcel-scaled"), "parcel-sent")).containsExactly(new Weighed(7));
        assertThat(wanted("parcel-scaled").contains(stored("parcel-weighed", new Weighed(7))))
                .isTrue();
        assertThat(partsFor(wanted("parcel-posted"), "parcel-sent")).containsExactly(new Sent("zoe"), new Weighed(7));
        assertThat(partsFor(wanted("parcel-sent"), "parcel-posted")).containsExactly(new Sent("zoe"), new Weighed(7));
    }

    @Test
    void whoNamesNoTypeGetsAll() {
        WantedEvents all = WantedEvents.of(new Parcels(EventFilter.all()), TYPES);

        assertThat(all.filter().types()).isEmpty();
        assertThat(all.contains(stored("parcel-sent", new Sent("zoe")))).isTrue();
        assertThat(partsFor(all, "parcel-sent")).containsExactly(new Sent("zoe"), new Weighed(7));
    }

    private static WantedEvents wanted(String type) {
        return WantedEvents.of(new Parcels(EventFilter.all().withTypes(type)), TYPES);
    }

    /** What is handed out of an event of the first version; nothing if it is not wanted at all. */
    private static List<Object> partsFor(WantedEvents wanted, String storedAs) {
        StoredEvent<Object> event = stored(storedAs, BOTH);
        return wanted.contains(event)
                ? wanted.partsOf(List.of(event)).stream()
                        .map(StoredEvent::payload)
                        .toList()
                : List.of();
    }

    private static StoredEvent<Object> stored(String type, Object payload) {
        return new StoredEvent<>(
                EventId.random(), StreamId.of("parcel-1"), 1, 1, type, payload, EventMetadata.empty(), Instant.EPOCH);
    }

    private record Parcels(EventFilter filter) implements Projection<Object> {
        @Override
        public String name() {
            return "parcels";
        }

        @Override
        public Class<?> eventType() {
            return ParcelEvent.class;
        }

        @Override
        public void apply(StoredEvent<Object> event, UnitOfWork unit) {
            throw new UnsupportedOperationException("It is only asked what it wants.");
        }
    }
}
