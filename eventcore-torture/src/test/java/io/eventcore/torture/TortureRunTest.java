package io.eventcore.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.torture.adapter.PostgresAdapter;
import io.eventcore.torture.checker.Findings;
import io.eventcore.torture.history.History;
import io.eventcore.torture.workload.ClientSettings.Load;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer of a run is explained by what is stored. */
class TortureRunTest {

    @TempDir
    private Path directory;

    @Test
    void aMinuteOfAKnownSeedIsExplained() throws IOException, InterruptedException {
        isExplained(60, 12);
    }

    @Test
    void aMinuteOfANewSeedIsExplained() throws IOException, InterruptedException {
        isExplained(60, ThreadLocalRandom.current().nextLong(1, 1_000_000));
    }

    @Test
    @Tag("slow")
    void fiveMinutesOfANewSeedAreExplained() throws IOException, InterruptedException {
        isExplained(300, ThreadLocalRandom.current().nextLong(1, 1_000_000));
    }

    /** Few processes that make few calls: other tests run beside it. */
    private void isExplained(int seconds, long seed) throws IOException, InterruptedException {
        TortureSettings settings = new TortureSettings(
                seconds,
                seed,
                2,
                Optional.empty(),
                PostgresAdapter.class.getName(),
                ".*",
                new Load("moved,packed,heavy,named", 60, 160));
        Findings findings = new TortureRun(settings, directory).run();

        ByteArrayOutputStream report = new ByteArrayOutputStream();
        Report.print(
                new PrintStream(report, true, StandardCharsets.UTF_8), settings, History.read(directory), findings);
        System.out.println(report.toString(StandardCharsets.UTF_8));
        assertThat(findings.shortest())
                .as(report.toString(StandardCharsets.UTF_8))
                .isEmpty();
    }
}
