package io.eventcore.examples.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.ProjectionId;
import io.eventcore.StreamId;
import io.eventcore.projections.ProjectionAdmin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks the runners to apply dead letters again. */
@Command(
        name = "retry",
        description = {
            "Asks the runners to apply dead letters again, in each stream from the first on, until one fails. They do it"
                    + " within about a second; the list shows what is left."
        })
final class DeadLetterRetryCommand implements Runnable {

    private final DeadLettersCommand letters;

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    /** One of the two. */
    static final class Which {
        @Option(names = "--stream", paramLabel = "STREAM", description = "Those of this stream.")
        private @Nullable String stream;

        @SuppressWarnings("UnusedVariable") // all are meant where no stream is named
        @Option(names = "--all", description = "Those of all streams.")
        private boolean all;

        int retry(ProjectionAdmin admin, ProjectionId projection) {
            return stream == null ? admin.retryAll(projection) : admin.retry(projection, StreamId.of(stream));
        }

        @Override
        public String toString() {
            return stream == null ? "" : " of stream '" + stream + "'";
        }
    }

    DeadLetterRetryCommand(DeadLettersCommand letters) {
        this.letters = letters;
    }

    @Override
    public void run() {
        letters.run((operator, projection) -> {
            int count = which.retry(operator.admin(), projection);
            if (count == 0) {
                throw new ConfigurationException("Projection " + projection + " has no dead letters" + which + ".");
            }
            letters.console()
                    .out()
                    .println("Projection " + projection + " will apply " + Words.count(count, "dead letter") + which
                            + " again.");
        });
    }
}
