package io.eventcore.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs, in memory and in this virtual machine, for a moment: their times mean nothing here. */
class BenchmarksTest {

    @Test
    void eachRunsAndFindsWhatItAppended() throws RunnerException {
        Options moment = new OptionsBuilder()
                .include("io\\.eventcore\\.bench\\.[A-Z]")
                .param("adapter", "memory")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(20))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        Collection<RunResult> results = new Runner(moment).run();

        assertThat(results)
                .extracting(result -> result.getParams().getBenchmark().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1"))
                .containsOnly(
                        "AppendBenchmark.append",
                        "CodecBenchmark.decode",
                        "CodecBenchmark.encode",
                        "CodecBenchmark.readCurrent",
                        "CodecBenchmark.readOld",
                        "ExecuteBenchmark.oneStream",
                        "ExecuteBenchmark.twoStreams",
                        "FoldBenchmark.fold",
                        "ProjectionBenchmark.catchUp",
                        "ReadBenchmark.read");
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }

    @Test
    void streamsGetEightAppendsEachAndAreCounted() {
        SmallStore store = new SmallStore(new AdapterState(), 1);
        for (int turn = 0; turn < 20_500; turn++) {
            store.executor().execute(new Note(store.first().next(), turn));
        }

        assertThat(store.store().read(StreamId.of("first-0-0"))).hasSize(8);
        assertThat(store.store().read(StreamId.of("first-2-499"))).hasSize(5);
        assertThat(store.store().read(StreamId.of("first-2-500"))).hasSize(4);
        store.close();
    }

    @Test
    void anEventTooManyIsFound() {
        SmallStore store = new SmallStore(new AdapterState(), 1);
        StreamId stream = store.first().next();
        store.executor().execute(new Note(stream, 1));
        store.store().append(AppendRequest.to(stream, ExpectedVersion.any(), new Noted(2, "of nobody")));

        assertThatThrownBy(store::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Nobody appended")
                .hasMessageContaining("version=2");
    }

    @Test
    void anEventThatIsMissingIsFound() {
        SmallStore store = new SmallStore(new AdapterState(), 1);
        store.first().next();

        assertThatThrownBy(store::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("first-0-0");
    }

    @Test
    void aBenchmarkThatDidNothingFails() {
        assertThatThrownBy(new SmallStore(new AdapterState(), 1)::close).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLargeStoreIsReplaced() {
        SmallStore small = new SmallStore(new AdapterState(), 1);
        Object before = small.store();
        for (int turn = 0; turn < 50_001; turn++) {
            small.renewIfLarge();
            small.executor().execute(new Note(small.first().next(), turn));
        }

        assertThat(small.store()).isNotSameAs(before);
        assertThat(small.first().handedOut()).isEqualTo(1);
    }
}
