package io.eventcore.torture.nemesis;

import io.eventcore.torture.nemesis.SqlFaults.UndoneAppend;
import java.util.List;
import java.util.SplittableRandom;

/** Crashes of a server of the run's own. */
public final class ServerFaults {

    private ServerFaults() {}

    /** {@return all of them} */
    public static List<Fault> of(OwnServer server, Proxy proxy) {
        Fault crash = new Crash(server, proxy);
        return List.of(crash, crash, new ReadOnly(server), new Promotion(server, proxy));
    }

    /**
     * Often right behind an append that was rolled back: then positions that readers have passed are given out again. Often
     * clients that connect are kept waiting until the server is back, as by a pooler: then they see no more of it than that
     * their connections broke.
     */
    private record Crash(OwnServer server, Proxy proxy) implements Fault {

        private static final int MANY = 40;

        @Override
        public String name() {
            return "server crashed";
        }

        @Override
        public String inject(SplittableRandom random) throws Exception {
            boolean undone = random.nextInt(3) > 0;
            boolean kept = random.nextInt(3) > 0;
            String how;
            try {
                how = undone ? endBehindUndoneAppend(random, kept) : end(random, kept);
                Pause.millis(random.nextInt(0, 400));
                server.primary().start();
            } finally {
                proxy.stall(false);
            }
            return how + (undone ? ", behind an append that was rolled back" : "") + (kept ? ", clients wait" : "");
        }

        /**
         * While nobody else commits: a commit would write to the disk which positions are used up. Readers have a moment to
         * pass them.
         */
        private String endBehindUndoneAppend(SplittableRandom random, boolean kept) throws Exception {
            try (Sql quiet = Sql.begin(server.url())) {
                quiet.run("LOCK TABLE event_streams, projection_checkpoints, projection_leases IN EXCLUSIVE MODE");
                new UndoneAppend(server::url, MANY).inject(random.split());
                Pause.millis(random.nextInt(50, 400));
                return end(random, kept);
            }
        }

        private String end(SplittableRandom random, boolean kept) throws Exception {
            proxy.stall(kept);
            if (random.nextInt(4) > 0) {
                server.primary().kill();
                return "kill -9";
            }
            server.primary().stopImmediately();
            return "stop -m immediate";
        }
    }

    private record ReadOnly(OwnServer server) implements Fault {
        @Override
        public String name() {
            return "server read-only";
        }

        @Override
        public String inject(SplittableRandom random) throws Exception {
            int millis = random.nextInt(200, 3_000);
            set("on");
            Pause.millis(millis);
            set("off");
            return millis + " ms";
        }

        private void set(String value) throws Exception {
            try (Sql sql = Sql.open(server.url())) {
                sql.run("SET default_transaction_read_only = off");
                sql.run("ALTER SYSTEM SET default_transaction_read_only = " + value);
                sql.run("SELECT pg_reload_conf()");
            }
        }
    }
}
