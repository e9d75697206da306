package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An interrupted caller is no outage: he is told so, and it costs others nothing. */
@ExtendWith(TestPostgresExtension.class)
class InterruptedReadersTest {

    private static final Logger log = LoggerFactory.getLogger(InterruptedReadersTest.class);

    private static final StreamId STREAM = StreamId.of("account-1");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SAID = Pattern.compile(
            "virtual (true|false), interrupted (\\d+), otherwise (\\d+)," + " closed (\\d+), others failed (\\d+)");

    @Test
    void thoseWhoWaitForAConnectionAreToldAndTheBreakerStaysClosed(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        PostgresConfig config = PostgresConfig.builder(url)
                .maxConnections(4)
                .minConnections(4)
                .streamCacheBytes(0)
                .recoveryInterval(Duration.ofMinutes(10))
                .build();
        Queue<RuntimeException> told = new ConcurrentLinkedQueue<>();
        try (PostgresEventStore store = open(config);
                Connection lock = DriverManager.getConnection(url)) {
            store.append(AppendRequest.to(STREAM, ExpectedVersion.any(), new Moved(1, 1)));
            lock.setAutoCommit(false);
            Sql.execute(lock, "LOCK TABLE events IN ACCESS EXCLUSIVE MODE");
            List<Thread> slow = readers(store, 4, told);
            await().atMost(PATIENCE).until(() -> store.poolMetrics().activeConnections() == 4);
            List<Thread> waiting = readers(store, 10, told);
            await().atMost(PATIENCE).until(() -> store.poolMetrics().waitingCallers() >= 6);

            waiting.forEach(Thread::interrupt);
            for (Thread thread : waiting) {
                thread.join();
            }
            assertThat(told).hasSize(10).allMatch(ExecutionInterruptedException.class::isInstance);
            assertThat(store.poolMetrics().connectionErrors()).isZero();
            assertThat(store.poolMetrics().connectionTimeouts()).isZero();

            lock.rollback();
            for (Thread thread : slow) {
                thread.join();
            }
            // The breaker, if it were open, would refuse for ten minutes.
            store.append(AppendRequest.to(STREAM, ExpectedVersion.any(), new Moved(1, 1)));
            assertThat(told).hasSize(10);
        }
    }

    /** On virtual threads if this machine has a Java that knows them, else on platform threads; the log says which. */
    @Test
    @Timeout(300)
    void theyCostNoConnectionAndHurtNobodyElse(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        open(PostgresConfig.of(url)).close();
        Process process = new ProcessBuilder(
                        newestJava().toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterruptedReaders.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        Matcher said = SAID.matcher(output);
        assertThat(said.find()).as(output).isTrue();
        log.info("Interrupted readers: {}", said.group());

        assertThat(said.group(2)).isEqualTo(String.valueOf(InterruptedReaders.INTERRUPTED));
        assertThat(said.group(3)).as("told something else").isEqualTo("0");
        assertThat(said.group(4)).as("connections that were closed").isEqualTo("0");
        assertThat(said.group(5)).as("others failed").isEqualTo("0");
    }

    /** Beside the one that runs this, the Java installations of the machine that are new enough for virtual threads. */
    private static Path newestJava() throws IOException {
        Path own = Path.of(System.getProperty("java.home"));
        Path all = own.getParent();
        try (Stream<Path> installed = Files.list(all == null ? own : all)) {
            return installed
                    .map(home -> home.resolve("bin").resolve("java"))
                    .filter(java -> Files.isExecutable(java) && hasVirtualThreads(java))
                    .sorted()
                    .findFirst()
                    .orElse(own.resolve("bin").resolve("java"));
        }
    }

    private static boolean hasVirtualThreads(Path java) {
        Path release = java.resolveSibling("..").resolve("release");
        try {
            Matcher version = Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(Files.readString(release));
            return version.find() && Integer.parseInt(version.group(1)) >= 21;
        } catch (IOException none) {
            return false;
        }
    }

    private static PostgresEventStore open(PostgresConfig config) {
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Moved.class));
        store.initialize();
        return store;
    }

    private static List<Thread> readers(PostgresEventStore store, int count, Queue<RuntimeException> told) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> {
                try {
                    store.read(STREAM);
                } catch (RuntimeException e) {
                    told.add(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        return threads;
    }
}
