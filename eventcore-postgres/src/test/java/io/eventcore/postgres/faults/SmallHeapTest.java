package io.eventcore.postgres.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.EventTypes;
import io.eventcore.postgres.Noted;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.postgres.faults.SmallHeapProcess.Work;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queues, pages, caches and what is read ahead are bounded in bytes: a process with a small heap does everything. */
@ExtendWith(TestPostgresExtension.class)
class SmallHeapTest {

    private static final int LARGE_EVENTS = 600;
    private static final int LARGE_STREAMS = 3;

    private String url = "";

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        try (PostgresEventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Noted.class))) {
            store.initialize();
        }
    }

    @Test
    @Tag("slow")
    void aStreamOfLargeEventsIsRead() throws Exception {
        fill("large-", 1, LARGE_EVENTS, 500_000);

        assertThat(run(Work.READ_ONE_STREAM)).isEqualTo("done " + LARGE_EVENTS);
    }

    @Test
    @Tag("slow")
    void severalStreamsOfLargeEventsAreReadAtOneMoment() throws Exception {
        fill("large-", LARGE_STREAMS, LARGE_EVENTS / LARGE_STREAMS, 500_000);

        assertThat(run(Work.READ_SEVERAL_STREAMS)).isEqualTo("done " + LARGE_EVENTS);
    }

    @Test
    void largeEventsAreProjected() throws Exception {
        fill("large-", 1, LARGE_EVENTS, 500_000);

        assertThat(run(Work.PROJECT)).isEqualTo("done " + LARGE_EVENTS);
    }

    @Test
    @Tag("slow")
    void eightProjectionsOfAGroupShareTheBound() throws Exception {
        fill("large-", 1, LARGE_EVENTS, 500_000);

        assertThat(run(Work.PROJECT_IN_A_GROUP)).isEqualTo("done " + 8 * LARGE_EVENTS);
    }

    @Test
    void theCacheHoldsNoMoreThanItSays() throws Exception {
        fill("stream-", SmallHeapProcess.STREAMS, 900, 6_000);

        assertThat(run(Work.EXECUTE_COMMANDS)).isEqualTo("done " + SmallHeapProcess.STREAMS);
    }

    @Test
    @Tag("slow")
    void largeStatesCountAsLarge() throws Exception {
        fill("stream-", SmallHeapProcess.STREAMS, 900, 6_000);

        assertThat(run(Work.KEEP_LARGE_STATES)).isEqualTo("done " + SmallHeapProcess.STREAMS);
    }

    @Test
    void appendsThatWaitAreRefusedBeforeTheyFillTheMemory() throws Exception {
        assertThat(run(Work.APPEND_TO_A_BUSY_DATABASE)).isEqualTo("done " + SmallHeapProcess.APPENDS);
    }

    private void fill(String prefix, int streams, int events, int characters) throws SQLException {
        Sql.execute(url, """
                INSERT INTO event_streams (stream_id, version)
                SELECT '%1$s' || s, %3$d FROM generate_series(0, %2$d - 1) s;
                INSERT INTO events (event_id, stream_id, stream_version, event_type, event_data)
                SELECT gen_random_uuid(), '%1$s' || s, v, 'noted',
                       jsonb_build_object('text', v || repeat('abcdefgh', %4$d / 8))
                FROM generate_series(1, %3$d) v, generate_series(0, %2$d - 1) s""".formatted(prefix, streams, events, characters));
    }

    /** The last line of the process. */
    private String run(Work work) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapProcess.class.getName(),
                        url,
                        work.name())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String all = output.lines().collect(Collectors.joining("\n"));
            return all.substring(all.lastIndexOf('\n') + 1);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }
}
