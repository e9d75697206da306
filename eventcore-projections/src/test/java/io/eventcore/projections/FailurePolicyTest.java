package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import io.eventcore.DeadLetter;
import io.eventcore.EventFold;
import io.eventcore.ProjectionFailedException;
import io.eventcore.ProjectionId;
import io.eventcore.SegmentState;
import io.eventcore.StreamId;
import io.eventcore.UndecodableEventException;
import io.eventcore.projections.ProjectionStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to an event that a projection cannot apply. */
class FailurePolicyTest {

    private static final ProjectionId NOTES = new ProjectionId("notes", 1);
    private static final StreamId SICK = StreamId.of("sick");
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final FakeStore store = new FakeStore();
    private final NotesProjection projection = new NotesProjection();
    private final ProjectionAdmin admin = ProjectionAdmin.of(store);
    private final Set<String> poison = ConcurrentHashMap.newKeySet();
    private final AtomicInteger attempts = new AtomicInteger();
    private ProjectionRunner runner = runner(FailurePolicy.park());

    FailurePolicyTest() {
        projection.afterWriting = event -> {
            if (poison.contains(event.payload().text())) {
                attempts.incrementAndGet();
                throw new IllegalStateException("no " + event.payload().text() + ", please");
            }
        };
    }

    private ProjectionRunner runner(FailurePolicy policy) {
        return new ProjectionRunner(
                store,
                projection,
                ProjectionConfig.defaults()
                        .withLease(Duration.ofSeconds(1))
                        .withFailurePolicy(policy.withPauses(SHORT, SHORT)));
    }

    @AfterEach
    void stop() {
        runner.stop();
    }

    @Test
    void anEventIsTriedAgainAsOftenAsThePolicySaysThenTheRunnerStops() {
        runner = runner(FailurePolicy.stop().withAttempts(5));
        store.takeNotes("1", "2", "3");
        poison.add("2");

        assertThatThrownBy(runner::runUntilCaughtUp)
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("no 2, please");

        assertThat(attempts).as("once in the batch, five times alone").hasValue(6);
        assertThat(store.checkpoints.texts()).containsExactly("1");
        assertThat(admin.segments()).extracting(SegmentState::activity).containsExactly(SegmentState.Activity.FAILED);
        assertThat(admin.segments().get(0).error())
                .hasValueSatisfying(error -> assertThat(error).contains("no 2, please"));
    }

    @Test
    void anEventThatSucceedsLaterIsAppliedOnceAndInOrder() {
        runner = runner(FailurePolicy.stop());
        store.takeNotes("1", "2", "3");
        poison.add("2");
        projection.beforeWriting = event -> {
            if (attempts.get() == 3) {
                poison.clear();
            }
        };

        runner.runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly("1", "2", "3");
    }

    @Test
    void aRunnerCanBeStoppedBetweenTwoAttempts() {
        runner = new ProjectionRunner(
                store,
                projection,
                ProjectionConfig.defaults()
                        .withFailurePolicy(FailurePolicy.stop().withPauses(Duration.ofHours(1), Duration.ofHours(1))));
        store.takeNotes("1");
        poison.add("1");
        runner.start();
        await(() -> assertThat(admin.segments())
                .extracting(SegmentState::activity)
                .containsExactly(SegmentState.Activity.RETRYING));
        assertThat(runner.status().behindFor())
                .as("a stuck projection is visible")
                .isPositive();

        runner.stop();

        assertThat(runner.status().state()).isEqualTo(State.STOPPED);
        assertThat(store.checkpoints.texts()).isEmpty();
    }

    @Test
    void aSkippedEventIsLeftOutAndTheRestIsApplied() {
        runner = runner(FailurePolicy.skip());
        store.takeNotes("1", "2", "3");
        poison.add("2");

        assertThat(runner.runUntilCaughtUp()).isEqualTo(3);

        assertThat(store.checkpoints.texts()).containsExactly("1", "3");
        assertThat(store.checkpoints.position("notes")).isEqualTo(3);
    }

    @Test
    void aParkedEventHoldsUpItsStreamOnly() {
        poison.add("s2");
        store.takeNotesIn("sick", "s1", "s2", "s3");
        store.takeNotesIn("well", "w1", "w2");
        runner.runUntilCaughtUp();
        store.takeNotesIn("sick", "s4");
        store.takeNotesIn("well", "w3");

        runner.runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly("s1", "w1", "w2", "w3");
        assertThat(letters()).extracting(letter -> letter.event().version()).containsExactly(2L, 3L, 6L);
        assertThat(letters().get(0).error())
                .hasValueSatisfying(error -> assertThat(error).contains("no s2, please"));
        assertThat(letters().get(0).attempts()).isEqualTo(3);
        assertThat(letters().get(1).error()).isEmpty();
    }

    @Test
    void afterARepairTheStreamIsAppliedInOrderAndGoesOn() {
        parkAStream();
        runner.start();
        poison.clear();

        assertThat(admin.retry(NOTES, SICK)).isEqualTo(2);

        await(() -> assertThat(letters()).isEmpty());
        assertThat(runner.awaitPosition(store.takeNotesIn("sick", "s4"), SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("s1", "w1", "s2", "s3", "s4");
    }

    @Test
    void whatFailsAgainStaysAsideWithAllBehindIt() {
        parkAStream();
        runner.start();

        assertThat(admin.retryAll(NOTES)).isEqualTo(2);

        await(() -> assertThat(letters().get(0).attempts()).isEqualTo(4));
        assertThat(letters()).hasSize(2).noneMatch(DeadLetter::due);
        assertThat(runner.awaitPosition(store.takeNotesIn("sick", "s4"), SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("s1", "w1");
        assertThat(letters()).hasSize(3);
    }

    @Test
    void whatIsDiscardedIsNeverAppliedAndFreesItsStream() {
        parkAStream();
        runner.start();

        assertThat(admin.discard(NOTES, letters().get(0).event().position())).isTrue();

        await(() -> assertThat(letters()).isEmpty());
        assertThat(runner.awaitPosition(store.takeNotesIn("sick", "s4"), SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("s1", "w1", "s3", "s4");
        assertThat(admin.discard(NOTES, 1)).isFalse();
    }

    @Test
    void aStreamWhoseOnlyDeadLetterWasDiscardedGoesOn() {
        poison.add("s1");
        store.takeNotesIn("sick", "s1");
        runner.start();
        await(() -> assertThat(letters()).hasSize(1));

        admin.discard(NOTES, 1);
        store.takeNotesIn("sick", "s2");

        await(() -> assertThat(store.checkpoints.texts()).containsExactly("s2"));
        await(() -> assertThat(letters()).isEmpty());
    }

    @Test
    void aRestartedRunnerRemembersWhichStreamsAreParked() {
        parkAStream();
        store.takeNotesIn("sick", "s4");
        poison.clear();

        runner(FailurePolicy.park()).runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly("s1", "w1");
        assertThat(letters()).hasSize(3);
    }

    @Test
    void anUndecodableEventIsParkedWithoutFurtherAttempts() {
        long at = store.takeNotesIn("well", "w1", "unreadable", "w3") - 1;
        makeUndecodable(at);

        runner.runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly("w1");
        assertThat(letters()).extracting(letter -> letter.event().position()).containsExactly(2L, 3L);
        assertThat(letters().get(0).error())
                .hasValueSatisfying(error -> assertThat(error).contains("note-forgotten"));
        store.feed.undecodable = Optional.empty();
        runner.start();
        admin.retryAll(NOTES);
        await(() -> assertThat(store.checkpoints.texts()).containsExactly("w1", "unreadable", "w3"));
    }

    @Test
    void anUndecodableEventCanBeSkippedAndStopsOtherwise() {
        makeUndecodable(store.takeNotes("1", "unreadable", "3") - 1);
        assertThatThrownBy(runner(FailurePolicy.stop())::runUntilCaughtUp)
                .isInstanceOf(ProjectionFailedException.class)
                .hasCauseInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("position 2");

        runner(FailurePolicy.skip()).runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly("1", "3");
    }

    @Test
    void whatCannotBeIsRefusedWithASentence() {
        assertThatThrownBy(() -> FailurePolicy.stop().withAttempts(0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("FailurePolicy: an event is tried 1 to 100 times, not 0.");
        assertThatThrownBy(() -> FailurePolicy.stop().withPauses(Duration.ZERO, SHORT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("at least 1 ms");
        InMemoryProjection<Integer, Note> inMemory = InMemoryProjection.of(
                "count",
                0,
                Note.class,
                EventFold.<Integer, Note>over(Note.class)
                        .on(Note.class, (count, event) -> count + 1)
                        .build());
        assertThatThrownBy(() -> new ProjectionRunner(
                        store, inMemory, ProjectionConfig.defaults().withFailurePolicy(FailurePolicy.park())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nowhere to put events aside");
    }

    @Test
    void thePausesGrowToTheLongest() {
        FailurePolicy policy = FailurePolicy.stop().withPauses(Duration.ofMillis(100), Duration.ofSeconds(1));

        assertThat(policy.pauseAfter(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(150));
        assertThat(policy.pauseAfter(50)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    /** Of the stream 'sick' the second event fails, and the third waits. */
    private void parkAStream() {
        poison.add("s2");
        store.takeNotesIn("sick", "s1", "s2", "s3");
        store.takeNotesIn("well", "w1");
        runner.runUntilCaughtUp();
        assertThat(letters()).hasSize(2);
    }

    private void makeUndecodable(long position) {
        store.feed.undecodable = Optional.of(position);
    }

    private List<DeadLetter> letters() {
        return admin.deadLetters(NOTES, 0, 100);
    }

    private static void await(ThrowingRunnable condition) {
        Awaitility.await().atMost(SOON).untilAsserted(condition);
    }
}
