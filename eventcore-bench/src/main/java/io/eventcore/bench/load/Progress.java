package io.eventcore.bench.load;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows what was done last: a live bar for a person, a line each in a log. */
interface Progress extends AutoCloseable {

    /** One turn more is done. */
    void step(String what);

    @Override
    default void close() {}

    static Progress of(Scenario scenario, Sizes sizes, boolean terminal, PrintStream out) {
        return of(scenario.name(), scenario.sides().size() * (1 + sizes.pairs()), terminal, out);
    }

    static Progress of(Dimension dimension, Rounds rounds, boolean terminal, PrintStream out) {
        return of(dimension.heading().name(), dimension.points().size() * (1 + rounds.count()), terminal, out);
    }

    private static Progress of(String task, int turns, boolean terminal, PrintStream out) {
        return terminal ? bar(task, turns, out) : what -> out.println(task + ", " + what);
    }

    private static Progress bar(String task, int turns, PrintStream out) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(turns)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(out, 119))
                .build();
        return new Progress() {
            @Override
            public void step(String what) {
                bar.setExtraMessage(" " + what);
                bar.step();
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }
}
