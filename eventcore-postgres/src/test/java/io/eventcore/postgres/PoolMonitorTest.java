package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventcore.ConfigurationException;
import io.eventcore.EventTypes;
import io.eventcore.StoreClosedException;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** The monitor: it starts, ticks, warns and stops. */
@ExtendWith(TestPostgresExtension.class)
class PoolMonitorTest {

    private static final Duration OFTEN = Duration.ofMillis(5);

    private final CapturedLog log = CapturedLog.of("monitor", Level.DEBUG);
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void everyTickLooksAndIsLoggedAtDebug() {
        try (PoolMonitor monitor = start(() -> PoolWarningsTest.at(looks.getAndIncrement(), 1, 0))) {
            await().until(() -> monitor.latest()
                    .lastUpdated()
                    .isAfter(PoolWarningsTest.at(3, 1, 0).lastUpdated()));

            assertThat(log.lines()).hasSizeGreaterThan(2).allMatch(line -> line.startsWith("DEBUG Pool: PoolMetrics["));
        }
    }

    @Test
    void theThreadIsADaemonWithAName() throws Exception {
        CompletableFuture<Thread> ticking = new CompletableFuture<>();
        Thread thread;
        try (PoolMonitor monitor = start(() -> {
            if (looks.getAndIncrement() > 0) {
                ticking.complete(Thread.currentThread());
            }
            return PoolWarningsTest.at(looks.get(), 1, 0);
        })) {
            thread = ticking.get(5, TimeUnit.MINUTES);

            assertThat(monitor.latest()).isNotNull();
            assertThat(thread.getName()).isEqualTo("eventcore-pool-monitor");
            assertThat(thread.isDaemon()).isTrue();
        }
        await().until(() -> !thread.isAlive());
    }

    @Test
    void aTickThatFailsIsSaidAndDoesNotEndTheTicks() {
        try (PoolMonitor monitor = start(() -> {
            if (looks.getAndIncrement() == 1) {
                throw new IllegalStateException("broken on purpose");
            }
            return PoolWarningsTest.at(looks.get(), 1, 0);
        })) {
            await().until(() -> looks.get() > 5);

            assertThat(monitor.latest()).isNotNull();
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains("could not be looked at");
        }
    }

    @Test
    void nothingTicksAfterClosing() {
        List<PoolMonitor> closed = new CopyOnWriteArrayList<>();
        Supplier<PoolMetrics> source = () -> PoolWarningsTest.at(looks.getAndIncrement(), 1, 0);
        PoolMonitor monitor = PoolMonitor.start(log.logger(), source, OFTEN, closed::add);
        await().until(() -> looks.get() > 2);

        monitor.close();

        assertThat(closed).containsExactly(monitor);
        await().until(monitor::isOver);
    }

    @Test
    void anIntervalOfNothingIsRefused() {
        assertThatThrownBy(() -> PoolMonitor.start(
                        log.logger(), () -> PoolWarningsTest.at(0, 1, 0), Duration.ZERO, closed -> {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the interval is positive");
    }

    /** The only test on the real logger, for others run at the same time. */
    @Test
    void aStoreWhoseConnectionsAreAllInUseWarnsUntilItIsClosed(TestPostgres postgres) throws Exception {
        ListAppender<ILoggingEvent> captured = new ListAppender<>();
        captured.list = new CopyOnWriteArrayList<>();
        captured.start();
        Logger logger = (Logger) LoggerFactory.getLogger(PoolMonitor.class);
        logger.addAppender(captured);
        PostgresConfig config =
                PostgresConfig.builder(postgres.newDatabase()).maxConnections(3).build();
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        PoolMonitor monitor = store.startPoolMonitoring(OFTEN);
        try (store;
                HeldConnections held = new HeldConnections(store, 3)) {
            await().until(() -> captured.list.stream()
                    .anyMatch(line -> line.getFormattedMessage().startsWith("100 % of the pool's connections")));

            assertThat(monitor.latest().activeConnections()).isEqualTo(3);
            held.release();
            await().until(() -> monitor.latest().activeConnections() == 0);
            assertThat(monitor.isOver()).isFalse();
        } finally {
            logger.detachAppender(captured);
        }
        await().until(monitor::isOver);
        assertThatThrownBy(store::startPoolMonitoring).isInstanceOf(StoreClosedException.class);
        assertThat(captured.list)
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .hasSize(1);
    }

    private PoolMonitor start(Supplier<PoolMetrics> source) {
        return PoolMonitor.start(log.logger(), source, OFTEN, closed -> {});
    }
}
