package io.eventcore.torture.nemesis;

import io.eventcore.torture.nemesis.Proxy.Cut;
import java.util.List;
import java.util.SplittableRandom;

/** What a proxy can do to the clients. */
public final class NetworkFaults {

    private NetworkFaults() {}

    /** {@return all of them} */
    public static List<Fault> of(Proxy proxy) {
        return List.of(new CutSome(proxy), new CutAppend(proxy), new CutAppend(proxy), new Stall(proxy));
    }

    private record CutSome(Proxy proxy) implements Fault {
        @Override
        public String name() {
            return "connections cut";
        }

        @Override
        public String inject(SplittableRandom random) {
            return proxy.cut(random.nextInt(1, 20)) + " connections";
        }
    }

    private record CutAppend(Proxy proxy) implements Fault {
        private static final List<Cut> CUTS =
                List.of(Cut.BEFORE_REQUEST, Cut.IN_REQUEST, Cut.AFTER_REQUEST, Cut.IN_ANSWER);

        @Override
        public String name() {
            return "connection cut in an append";
        }

        @Override
        public String inject(SplittableRandom random) {
            Cut cut = CUTS.get(random.nextInt(CUTS.size()));
            proxy.cutNextAppend(cut);
            return cut.toString();
        }
    }

    private record Stall(Proxy proxy) implements Fault {
        @Override
        public String name() {
            return "network stalled";
        }

        @Override
        public String inject(SplittableRandom random) {
            int millis = random.nextInt(50, 2_000);
            proxy.stall(true);
            Pause.millis(millis);
            proxy.stall(false);
            return millis + " ms";
        }
    }
}
