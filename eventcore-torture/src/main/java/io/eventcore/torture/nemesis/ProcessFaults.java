package io.eventcore.torture.nemesis;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** What happens to client processes. */
public final class ProcessFaults {

    private ProcessFaults() {}

    /** The processes of a run. */
    public interface Processes {
        /** {@return the id of one that runs} */
        long any(SplittableRandom random);

        /** Kills one that runs, and starts another in its place. */
        void killAndReplace(SplittableRandom random) throws IOException;
    }

    /** {@return those after which the process goes on} */
    public static List<Fault> small(Processes processes) {
        return List.of(new Suspended(processes));
    }

    /** {@return those that end it} */
    public static List<Fault> great(Processes processes) {
        return List.of(new Killed(processes));
    }

    private record Suspended(Processes processes) implements Fault {
        @Override
        public String name() {
            return "process suspended";
        }

        @Override
        public String inject(SplittableRandom random) throws Exception {
            long pid = processes.any(random);
            int millis = random.nextInt(100, 4_000);
            try {
                Signals.stop(pid);
                Pause.millis(millis);
            } finally {
                Signals.goOn(pid);
            }
            return millis + " ms";
        }
    }

    private record Killed(Processes processes) implements Fault {
        @Override
        public String name() {
            return "process killed";
        }

        @Override
        public String inject(SplittableRandom random) throws IOException {
            processes.killAndReplace(random);
            return "and another started";
        }
    }
}
