package io.eventcore.examples.projections;

import io.eventcore.ProjectionId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets a projection go on from another position. */
@Command(
        name = "move",
        description = {
            "Lets a projection go on behind another position, without emptying its read model: the events between are"
                    + " left out, or applied again. Only for read models that can bear that."
        })
final class MoveCommand implements Runnable {

    private final ProjectionsCommand projections;

    @Mixin
    private final Target target = new Target();

    @Parameters(
            index = "1",
            paramLabel = "POSITION",
            description = "The position behind which it goes on: 0 for the first event, at most the head.")
    private long position;

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    MoveCommand(ProjectionsCommand projections) {
        this.projections = projections;
    }

    @Override
    public void run() {
        projections.run(operator -> {
            ProjectionId projection = target.in(operator.admin().segments());
            confirmation.ask(
                    projections.console(),
                    "Projection " + projection + " will go on behind position " + Words.number(position)
                            + ". Its read model stays as it is: a segment that is further applies events again, one"
                            + " that is not so far leaves events out.",
                    projection.name());
            operator.admin().moveTo(projection, position);
            projections
                    .console()
                    .out()
                    .println("Projection " + projection + " goes on behind position " + Words.number(position) + ".");
        });
    }
}
