package io.eventcore.examples.projections;

import io.eventcore.ProjectionId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes the number of segments. */
@Command(
        name = "segments",
        description = {
            "Changes the number of a projection's segments, while it runs. All segments first come to the position of"
                    + " the furthest; then the streams are divided anew. Nothing is left out or applied twice."
        })
final class SegmentsCommand implements Runnable {

    private final ProjectionsCommand projections;

    @Mixin
    private final Target target = new Target();

    @Parameters(index = "1", paramLabel = "COUNT", description = "How many segments it gets, 1 to 1,024.")
    private int count;

    SegmentsCommand(ProjectionsCommand projections) {
        this.projections = projections;
    }

    @Override
    public void run() {
        projections.run(operator -> {
            ProjectionId projection = target.in(operator.admin().segments());
            operator.admin().changeSegments(projection, count);
            projections
                    .console()
                    .out()
                    .println("Projection " + projection + " gets " + Words.count(count, "segment")
                            + ", as soon as its runners have brought all segments to one position.");
        });
    }
}
