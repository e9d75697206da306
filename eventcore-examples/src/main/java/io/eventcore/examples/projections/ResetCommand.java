package io.eventcore.examples.projections;

import io.eventcore.ProjectionId;
import io.eventcore.SegmentState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Builds a read model anew, in place. */
@Command(
        name = "reset",
        description = {
            "Builds a read model anew, in place: its runner empties it and applies every event again. Readers see it"
                    + " grow meanwhile; to spare them that, raise the projection's version instead."
        })
final class ResetCommand implements Runnable {

    private final ProjectionsCommand projections;

    @Mixin
    private final Target target = new Target();

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    ResetCommand(ProjectionsCommand projections) {
        this.projections = projections;
    }

    @Override
    public void run() {
        projections.run(operator -> {
            SegmentList all = operator.segments();
            ProjectionId projection = target.in(all.segments());
            long deadLetters = all.segments().stream()
                    .filter(segment -> segment.projection().equals(projection))
                    .mapToLong(SegmentState::deadLetters)
                    .sum();
            confirmation.ask(
                    projections.console(),
                    "Projection " + projection + " will empty its read model, and apply the events of all "
                            + Words.count(all.head(), "position") + " again. Its "
                            + Words.count(deadLetters, "dead letter") + " will be forgotten.",
                    projection.name());
            operator.admin().reset(projection);
            projections.console().out().println("Projection " + projection + " starts again from the first event.");
        });
    }
}
