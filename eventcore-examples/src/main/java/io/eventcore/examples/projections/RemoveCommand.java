package io.eventcore.examples.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.ProjectionId;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Forgets a version of a projection. */
@Command(
        name = "remove",
        description = {
            "Forgets a version of a projection: its checkpoints and its dead letters. Ends a rebuild that is no longer"
                    + " wanted, or tidies up after one. Its tables are yours to drop."
        })
final class RemoveCommand implements Runnable {

    private final ProjectionsCommand projections;

    @Parameters(index = "0", paramLabel = "NAME", description = "The name of the projection.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "The version.")
    private int version;

    @Option(
            names = "--active",
            description =
                    "Also the version that serves readers. A runner of another one, if there is one at work, takes"
                            + " over: the way back from a version that turns out to be wrong, and the end of a projection"
                            + " that is not needed any more.")
    private boolean active;

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    RemoveCommand(ProjectionsCommand projections) {
        this.projections = projections;
    }

    @Override
    public void run() {
        projections.run(operator -> {
            ProjectionId projection =
                    Target.named(name, version, operator.admin().segments());
            boolean serves = operator.admin().activeVersion(name).equals(Optional.of(projection));
            if (serves && !active) {
                throw new ConfigurationException("Projection " + projection
                        + " serves the readers: let another version take over first, or say --active.");
            }
            confirmation.ask(
                    projections.console(),
                    "The checkpoints and dead letters of projection " + projection
                            + " will be forgotten, and its runners will fail. Its read model is not touched."
                            + (serves ? " It serves the readers now." : ""),
                    projection.name());
            if (serves) {
                operator.admin().removeActive(projection);
            } else {
                operator.admin().remove(projection);
            }
            projections.console().out().println("Projection " + projection + " is forgotten.");
        });
    }
}
