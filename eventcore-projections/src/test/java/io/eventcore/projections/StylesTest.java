package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import io.eventcore.EventFilter;
import io.eventcore.EventFold;
import io.eventcore.EventHandlers;
import io.eventcore.ProjectionFailedException;
import io.eventcore.ProjectionId;
import io.eventcore.StoreUnavailableException;
import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The kinds of projections: by batches, into external targets, in memory, by handlers. */
class StylesTest {

    private static final EventFold<List<String>, Note> TEXTS = EventFold.<List<String>, Note>over(Note.class)
            .on(Note.class, (texts, event) -> {
                List<String> more = new ArrayList<>(texts);
                more.add(event.payload().text());
                return List.copyOf(more);
            })
            .build();

    private final FakeStore store = new FakeStore();
    private final List<String> delivered = new CopyOnWriteArrayList<>();

    @Test
    void aBatchProjectionGetsWholeBatches() {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        Projection<Note> batches = new NotesBy(sizes);
        store.takeNotesUpTo(5);

        new ProjectionRunner(store, batches, ProjectionConfig.defaults().withBatchSize(2)).runUntilCaughtUp();

        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(store.checkpoints.texts()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void anExternalTargetGetsEventsBeforeTheCheckpointMoves() {
        ExternalProjection<Note> external = external((event, delivery) -> {
            assertThat(store.checkpoints.position("external")).isZero();
            assertThat(delivery.token()).isPositive();
            delivered.add(event.payload().text());
        });
        store.takeNotes("1", "2");

        new ProjectionRunner(store, external).runUntilCaughtUp();

        assertThat(delivered).containsExactly("1", "2");
        assertThat(store.checkpoints.position("external")).isEqualTo(2);
    }

    @Test
    void anExternalTargetThatFailsGetsTheBatchAgainAndNothingIsLost() {
        AtomicInteger failures = new AtomicInteger();
        ExternalProjection<Note> external = external((event, delivery) -> {
            if (event.payload().text().equals("2") && failures.getAndIncrement() == 0) {
                throw new IllegalStateException("the target is busy");
            }
            delivered.add(event.payload().text());
        });
        store.takeNotes("1", "2", "3");

        new ProjectionRunner(store, external).runUntilCaughtUp();

        assertThat(delivered).containsExactly("1", "1", "2", "3");
    }

    @Test
    void anExternalTargetGetsNothingMoreWhenTheLeaseHasRunOutBetweenTwoAttempts() {
        Duration pause = Duration.ofMillis(200);
        AtomicBoolean outage = new AtomicBoolean();
        AtomicInteger attempts = new AtomicInteger();
        ExternalProjection<Note> external = external((event, delivery) -> {
            attempts.incrementAndGet();
            outage.set(true);
            throw new IllegalStateException("the target is busy");
        });
        store.checkpoints.onLease = () -> {
            if (outage.get()) {
                throw new StoreUnavailableException("no leases now", new IllegalStateException());
            }
        };
        store.takeNotes("1");
        FailurePolicy policy = FailurePolicy.stop().withAttempts(50).withPauses(pause, pause);
        try (ProjectionRunner runner = new ProjectionRunner(
                        store,
                        external,
                        ProjectionConfig.defaults()
                                .withLease(Duration.ofSeconds(1))
                                .withFailurePolicy(policy))
                .start()) {
            Awaitility.await()
                    .until(() ->
                            attempts.get() > 0 && runner.status().segments().isEmpty());

            assertThat(runner.status().state()).isEqualTo(ProjectionStatus.State.STANDBY);
            assertThat(attempts).hasValueLessThan(50);
        }
    }

    @Test
    void theTokenGrowsWithEachNewLease() {
        List<Long> tokens = new CopyOnWriteArrayList<>();
        ExternalProjection<Note> external = external((event, delivery) -> tokens.add(delivery.token()));
        ProjectionRunner runner = new ProjectionRunner(store, external);
        store.takeNotes("1");
        runner.runUntilCaughtUp();
        store.takeNotes("2");
        runner.runUntilCaughtUp();

        assertThat(tokens.get(1)).isGreaterThan(tokens.get(0));
    }

    @Test
    void anExternalProjectionHasNoTransaction() {
        ExternalProjection<Note> confused = external((event, delivery) -> delivery.unwrap(Connection.class));
        store.takeNotes("1");

        assertThatThrownBy(new ProjectionRunner(
                        store,
                        confused,
                        ProjectionConfig.defaults()
                                .withFailurePolicy(FailurePolicy.stop().withAttempts(1)))::runUntilCaughtUp)
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("outside of any transaction");
    }

    @Test
    void aModelInMemoryIsBuiltFromTheFirstEventAndGoesOn() {
        store.takeNotes("1", "2");
        store.sendInvoices(1);
        InMemoryProjection<List<String>, Note> model = InMemoryProjection.of("texts", List.of(), Note.class, TEXTS);
        ProjectionRunner runner = new ProjectionRunner(store, model);

        assertThat(runner.runUntilCaughtUp()).isEqualTo(3);
        assertThat(model.state()).containsExactly("1", "2");
        store.takeNotes("3");
        new ProjectionRunner(store, model).runUntilCaughtUp();

        assertThat(model.state()).containsExactly("1", "2", "3");
        assertThat(store.projections().segments())
                .as("nothing is kept in the store")
                .isEmpty();
        assertThat(runner.awaitPosition(4, Duration.ZERO)).isTrue();
    }

    @Test
    void aModelInMemoryIsNotChangedByABatchThatFailed() {
        AtomicInteger failures = new AtomicInteger();
        EventFold<List<String>, Note> fold = EventFold.<List<String>, Note>over(Note.class)
                .on(Note.class, (texts, event) -> {
                    if (event.payload().text().equals("2") && failures.getAndIncrement() == 0) {
                        throw new IllegalStateException("once");
                    }
                    return TEXTS.apply(texts, event);
                })
                .build();
        InMemoryProjection<List<String>, Note> model = InMemoryProjection.of("texts", List.of(), Note.class, fold)
                .withFilter(EventFilter.all().withStreamPrefix("note"));
        store.takeNotes("1", "2", "3");

        new ProjectionRunner(store, model).runUntilCaughtUp();

        assertThat(model.state()).containsExactly("1", "2", "3");
    }

    @Test
    void handlersTakeEachTypeOfEvent() {
        EventHandlers<Note, FakeCheckpoints.Transaction> handlers =
                EventHandlers.<Note, FakeCheckpoints.Transaction>over(Note.class)
                        .on(
                                Note.Taken.class,
                                (event, target) ->
                                        target.write("taken " + event.payload().text()))
                        .on(
                                Note.Lost.class,
                                (event, target) ->
                                        target.write("lost " + event.payload().text()))
                        .build();
        store.takeNotes("1");
        store.feed.append("notebook", "note-lost", new Note.Lost("2"));

        new ProjectionRunner(store, new Handled(handlers)).runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly("taken 1", "lost 2");
        assertThat(store.projections().positions(new ProjectionId("handled", 1)))
                .containsValue(2L);
    }

    @Test
    void aGroupRefusesTheSameProjectionTwiceAndUnknownNames() {
        ProjectionGroup group = ProjectionGroup.of(store).with(new NotesProjection());

        assertThatThrownBy(() -> group.with(new NotesProjection()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'notes v1' already");
        assertThatThrownBy(() -> group.runner("others"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no projection 'others'");
    }

    private record Handled(EventHandlers<Note, FakeCheckpoints.Transaction> handlers) implements Projection<Note> {
        @Override
        public String name() {
            return "handled";
        }

        @Override
        public void apply(StoredEvent<Note> event, UnitOfWork unit) throws Exception {
            handlers.handle(event, unit.unwrap(FakeCheckpoints.Transaction.class));
        }
    }

    private record NotesBy(List<Integer> sizes) implements Projection<Note> {
        @Override
        public String name() {
            return "batches";
        }

        @Override
        public void apply(StoredEvent<Note> event, UnitOfWork unit) {
            applyBatch(List.of(event), unit);
        }

        @Override
        public void applyBatch(List<StoredEvent<Note>> events, UnitOfWork unit) {
            sizes.add(events.size());
            events.forEach(event -> unit.unwrap(FakeCheckpoints.Transaction.class)
                    .write(event.payload().text()));
        }
    }

    private interface Target {
        void deliver(StoredEvent<Note> event, Delivery delivery) throws Exception;
    }

    private static ExternalProjection<Note> external(Target target) {
        return new ExternalProjection<>() {
            @Override
            public String name() {
                return "external";
            }

            @Override
            public Class<?> eventType() {
                return Note.class;
            }

            @Override
            public void apply(StoredEvent<Note> event, Delivery delivery) throws Exception {
                target.deliver(event, delivery);
            }
        };
    }
}
