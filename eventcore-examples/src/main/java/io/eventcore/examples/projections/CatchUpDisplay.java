package io.eventcore.examples.projections;

import io.eventcore.ProjectionId;
import io.eventcore.examples.projections.CatchUp.Look;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a projection has come: a live bar for a person, a line every few seconds in a log. */
interface CatchUpDisplay extends AutoCloseable {

    /** Where it is now. */
    void show(Look look);

    @Override
    default void close() {}

    static CatchUpDisplay of(ProjectionId projection, Console console, LongSupplier nanoClock) {
        return console.errIsTerminal()
                ? new Bar(projection, console.err())
                : new Lines(projection, console.err(), nanoClock);
    }

    /** A bar with speed and time left. */
    final class Bar implements CatchUpDisplay {

        private static final int WIDTH = 118;
        private static final int LONGEST_TROUBLE = 40;

        private final ProgressBarBuilder builder;
        private @Nullable ProgressBar bar;

        Bar(ProjectionId projection, PrintStream out) {
            this.builder = new ProgressBarBuilder()
                    .setTaskName(projection.toString())
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                    .showSpeed();
        }

        @Override
        public void show(Look look) {
            ProgressBar shown = bar != null ? bar : begin(look);
            bar = shown;
            shown.maxHint(look.head());
            shown.stepTo(look.position());
            shown.setExtraMessage(look.trouble()
                    .map(trouble -> " " + Words.shortened(trouble, LONGEST_TROUBLE))
                    .orElse(""));
        }

        /** Speed and time left count from where it is now, not from the first event. */
        private ProgressBar begin(Look look) {
            return builder.setInitialMax(look.head())
                    .startsFrom(look.position(), Duration.ZERO)
                    .build();
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }

    /** Lines of text. */
    final class Lines implements CatchUpDisplay {

        private static final Duration BETWEEN = Duration.ofSeconds(5);

        private final ProjectionId projection;
        private final PrintStream out;
        private final LongSupplier nanoClock;
        private long nextAt;

        Lines(ProjectionId projection, PrintStream out, LongSupplier nanoClock) {
            this.projection = projection;
            this.out = out;
            this.nanoClock = nanoClock;
            this.nextAt = nanoClock.getAsLong();
        }

        @Override
        public void show(Look look) {
            long now = nanoClock.getAsLong();
            if (now - nextAt < 0 && !look.caughtUp()) {
                return;
            }
            nextAt = now + BETWEEN.toNanos();
            out.printf(
                    Locale.ROOT,
                    "%s: %,d of %,d positions (%.1f %%), %,.0f per second%s%s%n",
                    projection,
                    look.position(),
                    look.head(),
                    look.percent(),
                    look.perSecond(),
                    look.timeLeft()
                            .filter(left -> !look.caughtUp())
                            .map(left -> ", " + Words.duration(left) + " left")
                            .orElse(""),
                    look.trouble().map(trouble -> "; " + trouble).orElse(""));
        }
    }
}
