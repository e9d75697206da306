package io.eventcore.examples.projections;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows everything that is known of a projection, errors in full. */
@Command(name = "show", description = "Shows all that is known of a projection's segments, the last error in full.")
final class ShowCommand implements Runnable {

    private final ProjectionsCommand projections;

    @Parameters(paramLabel = "NAME", description = "The name of the projection.")
    private String name = "";

    ShowCommand(ProjectionsCommand projections) {
        this.projections = projections;
    }

    @Override
    public void run() {
        projections.print(projections.with(operator -> operator.segments(name)).details());
    }
}
