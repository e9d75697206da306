package io.eventcore.postgres.evolution;

import io.eventcore.EventData;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.StreamFold;
import java.math.BigDecimal;
import java.util.List;

/** Events as they are today, and how those of earlier years become them. */
public sealed interface CustomerEvent {

    /** First it had an amount in euros as a text; then cents; then a currency. Before it was called "deposit-made". */
    @EventType(value = "money-deposited", aliases = "deposit-made", version = 3)
    record MoneyDeposited(long cents, String currency) implements CustomerEvent {}

    /** It had an author once. */
    @EventType(value = "note-added", version = 2)
    record NoteAdded(String text) implements CustomerEvent {}

    /** Once part of "customer-moved". */
    @EventType("name-changed")
    record NameChanged(String name) implements CustomerEvent {}

    /** Once part of "customer-moved". */
    @EventType(value = "city-changed", version = 2)
    record CityChanged(String city, String country) implements CustomerEvent {}

    /** What happened, in words: the order shows. */
    StreamFold<String, CustomerEvent> STORY = StreamFold.over(CustomerEvent.class, "")
            .on(MoneyDeposited.class, (story, event) -> story + " +" + event.cents() + event.currency())
            .on(NoteAdded.class, (story, event) -> story + " '" + event.text() + "'")
            .on(NameChanged.class, (story, event) -> story + " is " + event.name())
            .on(CityChanged.class, (story, event) -> story + " in " + event.city() + "/" + event.country())
            .build();

    /** Today's types, with all that was stored before. */
    static EventTypes types() {
        return EventTypes.builder(CustomerEvent.class)
                .upcast("money-deposited", 1, CustomerEvent::inCents)
                .upcast("money-deposited", 2, data -> data.with("currency", "EUR"))
                .upcast("note-added", 1, data -> data.without("author"))
                .upcast("city-changed", 1, data -> data.with("country", "DE"))
                .upcast("customer-moved", 1, data -> data.renamed("town", "city"))
                .split("customer-moved", 2, CustomerEvent::parts, NameChanged.class, CityChanged.class)
                .build();
    }

    private static EventData inCents(EventData data) {
        BigDecimal euros = new BigDecimal(data.text("amount"));
        return data.without("amount").with("cents", euros.movePointRight(2).longValueExact());
    }

    private static List<EventData> parts(EventData moved) {
        return List.of(
                EventData.of("name-changed", 1).with("name", moved.text("name")),
                EventData.of("city-changed", 1).with("city", moved.text("city")));
    }
}
