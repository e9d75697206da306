package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.EventFilter;
import io.eventcore.EventReference;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.FeedPage;
import io.eventcore.StreamId;
import io.eventcore.UndecodableEventException;
import io.eventcore.UnknownEventTypeException;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An event whose type nobody registered is an error that names it; it is never passed over. */
@ExtendWith(TestPostgresExtension.class)
class UnknownTypeTest {

    private static final StreamId STREAM = StreamId.of("a");

    private PostgresEventStore store;

    @BeforeEach
    void writeWithMoreTypesThanAreRead(TestPostgres postgres) {
        PostgresConfig config = PostgresConfig.of(postgres.newDatabase());
        try (PostgresEventStore writer =
                PostgresEventStore.create(config, EventTypes.of(Deposited.class, Forgotten.class))) {
            writer.initialize();
            writer.append(AppendRequest.to(
                    STREAM, ExpectedVersion.noStream(), new Deposited(1), new Forgotten("x"), new Deposited(2)));
        }
        store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void readingTheStreamFails() {
        assertThatThrownBy(() -> store.read(STREAM))
                .isInstanceOf(UnknownEventTypeException.class)
                .hasMessageContaining("Event 2 of stream 'a', at position 2, has the type 'forgotten'");
    }

    @Test
    void theFeedEndsBeforeItAndThenFails() {
        FeedPage page = store.feed().read(0, EventFilter.all(), 10);
        assertThat(page.events())
                .singleElement()
                .satisfies(event -> assertThat(event.version()).isEqualTo(1));
        assertThat(page.position()).isEqualTo(1);

        assertThatThrownBy(() -> store.feed().read(page.position(), EventFilter.all(), 10))
                .isInstanceOfSatisfying(
                        UndecodableEventException.class,
                        failure -> assertThat(failure.event())
                                .extracting(
                                        EventReference::position,
                                        EventReference::stream,
                                        EventReference::version,
                                        EventReference::type)
                                .containsExactly(2L, STREAM, 2L, "forgotten"))
                .hasCauseInstanceOf(UnknownEventTypeException.class)
                .hasMessageContaining("'forgotten'");
    }

    @Test
    void whoDoesNotWantItMayPassItOver() {
        FeedPage page = store.feed().read(0, EventFilter.all().withTypes("deposited"), 10);

        assertThat(page.events()).hasSize(2);
    }

    /** An event that a later version of the application does not know any more. */
    @EventType("forgotten")
    public record Forgotten(String text) {}
}
