package io.eventcore.examples.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a long task is: a live bar for a person, a line for each tenth in a log. Thread-safe. */
interface Progress extends AutoCloseable {

    /** One more is done. */
    void step();

    @Override
    default void close() {}

    static Progress of(String task, long total, boolean terminal, PrintStream out) {
        return terminal ? bar(task, total, out) : lines(task, total, out);
    }

    private static Progress bar(String task, long total, PrintStream out) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .setConsumer(new ConsoleProgressBarConsumer(out, 79))
                .showSpeed()
                .build();
        return new Progress() {
            @Override
            public void step() {
                bar.step();
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    private static Progress lines(String task, long total, PrintStream out) {
        AtomicLong done = new AtomicLong();
        return () -> {
            long now = done.incrementAndGet();
            long tenth = now * 10 / total;
            if (tenth > (now - 1) * 10 / total) {
                out.printf(Locale.ROOT, "%s: %,d of %,d (%d %%)%n", task, now, total, tenth * 10);
            }
        };
    }
}
