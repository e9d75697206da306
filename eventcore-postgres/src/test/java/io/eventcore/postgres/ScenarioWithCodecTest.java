package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventcore.Command;
import io.eventcore.EventType;
import io.eventcore.EventTypeRegistrationException;
import io.eventcore.EventTypes;
import io.eventcore.InvalidEventException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.testkit.Scenario;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scenarios of the testing kit find what objects in memory would hide, unless they are asked not to. */
class ScenarioWithCodecTest {

    private static final StreamId SHOP = StreamId.of("shop");
    private static final EventTypes TYPES = EventTypes.builder(Sold.class)
            .upcast("codec-sold", 1, data -> data.renamed("what", "article"))
            .build();
    private static final Scenario SHOPPING = Scenario.of(TYPES);

    sealed interface ShopEvent {}

    @EventType(value = "codec-sold", version = 2)
    record Sold(String article) implements ShopEvent {}

    /** No JSON tells which payment it is. */
    @EventType("codec-paid")
    record Paid(Payment by) implements ShopEvent {}

    sealed interface Payment {}

    record Cash(long cents) implements Payment {}

    record Card(String number) implements Payment {}

    /** Writes an event, and sees what was sold before. */
    record Write(ShopEvent event) implements Command<List<String>, ShopEvent> {
        @Override
        public Streams streams() {
            return Streams.of(SHOP);
        }

        @Override
        public List<String> initialState() {
            return List.of();
        }

        @Override
        public List<String> apply(List<String> articles, StoredEvent<ShopEvent> stored) {
            return stored.payload() instanceof Sold sold
                    ? Stream.concat(articles.stream(), Stream.of(sold.article()))
                            .toList()
                    : articles;
        }

        @Override
        public Writes<ShopEvent> handle(List<String> articles) {
            return Writes.to(SHOP, event);
        }
    }

    @Test
    void eventsAreEqualToWhatIsReadAgain() {
        SHOPPING.given(SHOP, new Sold("tea"))
                .when(new Write(new Sold("cake")))
                .then(Writes.to(SHOP, new Sold("cake")))
                .thenState(List.of("tea", "cake"));
    }

    @Test
    void anEventThatADatabaseWouldRefuseIsRefused() {
        SHOPPING.when(new Write(new Sold("\0"))).thenFailed(InvalidEventException.class);
    }

    @Test
    void aClassThatCannotBeReadAgainIsFound() {
        Scenario paying = Scenario.of(Paid.class);
        Write paid = new Write(new Paid(new Cash(5)));

        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> paying.when(paid))
                .withMessageContaining(Paid.class.getName())
                .withMessageContaining("component 'by'");
        paying.withoutCodec().when(paid).then(Writes.to(SHOP, new Paid(new Cash(5))));
    }

    @Test
    void anEventOfAnEarlierVersionIsReadThroughItsUpcaster() {
        SHOPPING.givenStored(SHOP, "codec-sold", 1, "{\"what\": \"tea\"}")
                .when(new Write(new Sold("cake")))
                .thenState(List.of("tea", "cake"));
    }
}
