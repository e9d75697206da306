package io.eventcore.examples.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventcore.CommandExecutor;
import io.eventcore.EventTypes;
import io.eventcore.ProjectionFailedException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.projections.ExternalProjection;
import io.eventcore.projections.FailurePolicy;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FulfilmentProcessTest {

    private static final StreamId GOOD = StreamId.of("purchase-good");
    private static final StreamId POOR = StreamId.of("purchase-poor");
    private static final StreamId REMOTE = StreamId.of("purchase-remote");
    private static final StreamId SLOW = StreamId.of("purchase-slow");
    private static final Instant PAY_BY = Instant.parse("2026-01-12T12:00:00Z");
    private static final ProjectionConfig NO_SECOND_TRY =
            ProjectionConfig.defaults().withFailurePolicy(FailurePolicy.stop().withAttempts(1));

    private final InMemoryEventStore store = InMemoryEventStore.create(EventTypes.of(PurchaseEvent.class));
    private final CommandExecutor executor = CommandExecutor.create(store);
    private final PretendServices services = new PretendServices();
    private final FulfilmentProcess process = new FulfilmentProcess(executor, services, services);

    @BeforeEach
    void place() {
        for (StreamId purchase : List.of(GOOD, POOR, REMOTE, SLOW)) {
            executor.execute(new PlacePurchase(purchase, 1_999, PAY_BY));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void eachPurchaseEndsAsItMust() {
        settle(process);

        assertThat(storyOf(GOOD)).containsExactly("purchase-placed", "purchase-paid", "purchase-shipped");
        assertThat(storyOf(POOR)).containsExactly("purchase-placed", "purchase-payment-refused");
        assertThat(storyOf(REMOTE))
                .containsExactly("purchase-placed", "purchase-paid", "purchase-shipping-failed", "purchase-refunded");
        assertThat(storyOf(SLOW)).containsExactly("purchase-placed");
        assertThat(List.of(services.payments(), services.parcels())).containsExactly(2L, 1L);
        assertThat(services.refunds()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void aDeathBetweenCommandAndCheckpointDoesNothingTwice(int events) {
        DyingProcess dying = new DyingProcess(process, events);
        assertThatExceptionOfType(ProjectionFailedException.class).isThrownBy(() -> settle(dying));

        eachPurchaseEndsAsItMust();
    }

    @Test
    void aServiceThatDoesNotAnswerIsAskedAgainUnderTheSameKey() {
        PaymentService shaky = new PaymentService() {
            private Optional<UUID> firstKey = Optional.empty();

            @Override
            public Answer charge(UUID key, String purchase, long cents) throws IOException {
                Answer answer = services.charge(key, purchase, cents);
                if (firstKey.isEmpty()) {
                    firstKey = Optional.of(key);
                    throw new IOException("The answer got lost.");
                }
                return answer;
            }

            @Override
            public void refund(UUID key, String payment) {
                services.refund(key, payment);
            }
        };

        new ProjectionRunner(store, new FulfilmentProcess(executor, shaky, services)).runUntilCaughtUp();

        eachPurchaseEndsAsItMust();
    }

    @Test
    void whatIsNotPaidInTimeIsGivenUpAndMoneyThatComesLaterGoesBack() {
        settle(process);
        Deadlines deadlines = new Deadlines(store, executor);

        deadlines.check(PAY_BY.minusSeconds(1));
        assertThat(storyOf(SLOW)).containsExactly("purchase-placed");
        deadlines.check(PAY_BY);
        deadlines.check(PAY_BY.plusSeconds(1));
        assertThat(storyOf(SLOW)).containsExactly("purchase-placed", "purchase-given-up");

        executor.execute(new ConfirmPayment(SLOW, "p1"));
        settle(process);

        assertThat(storyOf(SLOW))
                .containsExactly("purchase-placed", "purchase-given-up", "purchase-paid-too-late", "purchase-refunded");
        assertThat(services.refunds()).isEqualTo(2);
    }

    @Test
    void eachEventSaysWhichOneCausedIt() {
        settle(process);

        List<StoredEvent<Object>> events = store.read(GOOD);
        assertThat(events.get(1).metadata().causationId())
                .contains(events.get(0).id().toString());
        assertThat(events)
                .extracting(event -> event.metadata().correlationId())
                .hasSize(3)
                .containsOnly(events.get(0).metadata().correlationId());
    }

    private void settle(ExternalProjection<PurchaseEvent> projection) {
        ProjectionRunner runner = new ProjectionRunner(store, projection, NO_SECOND_TRY);
        while (runner.runUntilCaughtUp() < store.feed().head()) {
            // its own commands have appended more
        }
    }

    private List<String> storyOf(StreamId purchase) {
        return store.read(purchase).stream().map(StoredEvent::type).toList();
    }
}
