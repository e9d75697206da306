package io.eventcore.examples.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.ProjectionId;
import io.eventcore.SegmentState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows a projection until it has caught up. */
@Command(
        name = "progress",
        description = {
            "Shows how far a projection has come, how fast it goes, and how long it will take, until it has caught up."
                    + " Of several versions it shows the highest: the one that is being built."
        })
final class ProgressCommand implements Callable<Integer> {

    private final ProjectionsCommand projections;

    @Mixin
    private final Target target = new Target();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Gives up after so many seconds, with exit code 1; never unless given.")
    private @Nullable Long timeout;

    ProgressCommand(ProjectionsCommand projections) {
        this.projections = projections;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (timeout != null && timeout < 0) {
            throw new ConfigurationException("--timeout is at least 0 seconds, not " + timeout + ".");
        }
        try (Operator operator = projections.connect()) {
            ProjectionId projection = target.newestIn(operator.admin().segments());
            CatchUp catchUp = new CatchUp(System::nanoTime);
            try (CatchUpDisplay display = CatchUpDisplay.of(projection, projections.console(), System::nanoTime)) {
                return follow(operator, projection, catchUp, display);
            }
        }
    }

    private int follow(Operator operator, ProjectionId projection, CatchUp catchUp, CatchUpDisplay display)
            throws InterruptedException {
        while (true) {
            CatchUp.Look look = catchUp.look(
                    segmentsOf(projection, operator), operator.admin().head());
            display.show(look);
            if (look.caughtUp()) {
                projections.console().out().println("Projection " + projection + " has caught up.");
                return 0;
            }
            if (timeout != null && look.elapsed().compareTo(Duration.ofSeconds(timeout)) >= 0) {
                projections
                        .console()
                        .err()
                        .println("Projection " + projection + " has not caught up within "
                                + Words.count(timeout, "second") + ".");
                return 1;
            }
            projections.pause();
        }
    }

    private static List<SegmentState> segmentsOf(ProjectionId projection, Operator operator) {
        List<SegmentState> segments = operator.admin().segments().stream()
                .filter(segment -> segment.projection().equals(projection))
                .toList();
        if (segments.isEmpty()) {
            throw new ConfigurationException("Projection " + projection + " was removed meanwhile.");
        }
        return segments;
    }
}
