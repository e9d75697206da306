package io.eventcore.torture.nemesis;

import io.eventcore.torture.nemesis.SqlFaults.UndoneAppend;
import java.util.List;
import java.util.SplittableRandom;

/** Crashes of a server of the run's own. */
public final class ServerFaults {

    private ServerFaults() {}

    /** {@return all of them} */
    public static List<Fault> of(OwnServer server, Proxy proxy) {
        Fault crash = new Crash(server);
        return List.of(crash, crash, new ReadOnly(server), new Promotion(server, proxy));
    }

    /** Often right behind an append that was rolled back: then positions that readers have passed are given out again. */
    private record Crash(OwnServer server) implements Fault {
        @Override
        public String name() {
            return "server crashed";
        }

        @Override
        public String inject(SplittableRandom random) throws Exception {
            boolean undone = random.nextInt(3) > 0;
            if (undone) {
                new UndoneAppend(server::url).inject(random.split());
                Pause.millis(random.nextInt(10, 150));
            }
            boolean kill = random.nextInt(4) > 0;
            if (kill) {
                server.primary().kill();
            } else {
                server.primary().stopImmediately();
            }
            Pause.millis(random.nextInt(0, 400));
            server.primary().start();
            return (kill ? "kill -9" : "stop -m immediate") + (undone ? ", behind an append that was rolled back" : "");
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
