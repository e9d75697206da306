package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ProjectionFailedException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.Telemetry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How far a runner has come, and whether it is stuck, as gauges. */
class ProjectionGaugesTest {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String LAG = "eventcore.projection.lag";
    private static final String POSITION = "eventcore.projection.position";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeStore store = new FakeStore();
    private final NotesProjection projection = new NotesProjection();
    private final ProjectionRunner runner = newRunner();

    private ProjectionRunner newRunner() {
        ProjectionConfig config =
                ProjectionConfig.defaults().withBatchSize(2).withTelemetry(Telemetry.of(OpenTelemetry.noop(), meters));
        return new ProjectionRunner(store, projection, config);
    }

    @AfterEach
    void close() {
        runner.close();
    }

    @Test
    void theGaugesShowHowFarTheRunnerIsBehind() throws InterruptedException {
        CountDownLatch inTheFirstBatch = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        projection.beforeWriting = event -> {
            inTheFirstBatch.countDown();
            goOn.await();
        };
        store.takeNotes("1", "2", "3");

        assertThat(gauge(LAG)).isNaN();
        assertThat(gauge(POSITION)).isNaN();
        runner.start();
        inTheFirstBatch.await();
        assertThat(gauge(LAG)).isEqualTo(3);
        assertThat(gauge(POSITION)).isZero();
        goOn.countDown();
        assertThat(runner.awaitPosition(3, SOON)).isTrue();
        assertThat(gauge(LAG)).isZero();
        assertThat(gauge(POSITION)).isEqualTo(3);
    }

    @Test
    void theLagIsUnknownWhileNobodyReadsTheFeed() {
        runner.start();
        Awaitility.await().until(() -> gauge(LAG) == 0);

        runner.pause();
        Awaitility.await().until(() -> Double.isNaN(gauge(LAG)));
        runner.resume();
        Awaitility.await().until(() -> gauge(LAG) == 0);
        store.feed.beforeLooking = () -> {
            throw new StoreUnavailableException("down");
        };
        Awaitility.await().until(() -> Double.isNaN(gauge(LAG)));
        store.feed.beforeLooking = () -> {};
        Awaitility.await().until(() -> gauge(LAG) == 0);
        runner.stop();
        assertThat(gauge(LAG)).isNaN();
        assertThat(gauge(POSITION)).isZero();
    }

    @Test
    void aStuckProjectionShowsTheAgeOfItsEventAndThatItFailed() {
        store.takeNotes("poison");
        projection.beforeWriting = event -> {
            throw new IllegalStateException("no poison, please");
        };
        assertThat(gauge("eventcore.projection.failed")).isZero();

        assertThatThrownBy(runner::runUntilCaughtUp).isInstanceOf(ProjectionFailedException.class);

        assertThat(gauge("eventcore.projection.failed")).isEqualTo(1);
        assertThat(gauge("eventcore.projection.behind"))
                .as("seconds since the event was stored, at the epoch")
                .isGreaterThan(1e9);
        projection.beforeWriting = event -> {};
        runner.runUntilCaughtUp();
        assertThat(gauge("eventcore.projection.failed")).isZero();
        assertThat(gauge("eventcore.projection.behind")).isZero();
    }

    @Test
    void theGaugeOfSegmentsShowsWhatThisInstanceWorksOn() {
        runner.start();
        Awaitility.await().until(() -> gauge("eventcore.projection.segments") == 1);

        runner.stop();

        assertThat(gauge("eventcore.projection.segments")).isZero();
    }

    @Test
    void aClosedRunnerTakesItsGaugesWithIt() {
        runner.close();

        assertThat(meters.find(LAG).gauge()).isNull();
        assertThat(meters.find(POSITION).gauge()).isNull();
        runner.runUntilCaughtUp();
        assertThat(meters.find(LAG).gauge()).isNotNull();
    }

    @Test
    void ofTwoRunnersOfOneNameTheOneThatBeganLastIsShown() {
        runner.runUntilCaughtUp();
        store.takeNotes("1", "2");
        ProjectionRunner successor = newRunner();
        assertThat(gauge(POSITION)).as("a runner that has not begun yet").isZero();

        successor.runUntilCaughtUp();

        assertThat(gauge(POSITION)).isEqualTo(2);
        runner.close();
        assertThat(gauge(POSITION)).as("the other runner's gauge stays").isEqualTo(2);
        successor.close();
        assertThat(meters.find(POSITION).gauge()).isNull();
    }

    private double gauge(String name) {
        Gauge gauge = meters.get(name).tag("projection", "notes").gauge();
        return gauge.value();
    }
}
