package io.eventcore.bench.load;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Commands of one caller on the memory adapter, by JMH: what the executor itself costs. They run in a virtual machine of
 * their own, because this one has compiled the same code for other callers.
 */
final class MemorySingle {

    static final String NAME = "memory_single";

    private static final double GOAL = 1.0;
    private static final int WARM_UPS = 3;
    private static final int ITERATIONS = 5;

    private final Sizes sizes;

    MemorySingle(Sizes sizes) {
        this.sizes = sizes;
    }

    /** @throws RunnerException if a command failed, or the store did not hold what was appended */
    Absolute run() throws RunnerException {
        Options options = new OptionsBuilder()
                .include("\\.ExecuteBenchmark\\.oneStream$")
                .param("adapter", "memory")
                .forks(1)
                .timeUnit(TimeUnit.MICROSECONDS)
                .warmupIterations(WARM_UPS)
                .warmupTime(TimeValue.milliseconds(sizes.warmUp().toMillis() / WARM_UPS))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.milliseconds(sizes.turn().toMillis()))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        RunResult result = new Runner(options).runSingle();
        List<Double> perMicrosecond = result.getAggregatedResult().getIterationResults().stream()
                .map(MemorySingle::score)
                .toList();
        return Absolute.of(NAME, "commands a microsecond, one thread, memory", GOAL, perMicrosecond);
    }

    private static double score(IterationResult iteration) {
        return iteration.getPrimaryResult().getScore();
    }
}
