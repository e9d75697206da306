package io.eventcore.torture.nemesis;

import io.eventcore.torture.history.HistoryWriter;
import io.eventcore.torture.history.Note;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What somebody with the rights of the tables' owner can do, by SQL. */
public final class SqlFaults {

    private SqlFaults() {}

    /**
     * {@return those that any user of the tables can cause}
     *
     * @param url where the server is now; no proxy
     */
    public static List<Fault> ofUsers(Supplier<String> url, HistoryWriter history) {
        Fault append = new ForeignAppend(url, history);
        return List.of(append, append, append, new LockedRows(url), new UndoneAppend(url, 1));
    }

    /**
     * {@return those that need a server of one's own}
     *
     * @param url where the server is now; no proxy
     */
    public static List<Fault> ofOwners(Supplier<String> url) {
        return List.of(new TerminatedBackends(url), new RaisingTrigger(url), new LockedTable(url));
    }

    /** Ends what faults may have left behind, because the server crashed while they lasted. */
    public static void heal(String url) throws SQLException {
        try (Sql sql = Sql.open(url)) {
            sql.run("SET default_transaction_read_only = off");
            sql.run("ALTER SYSTEM RESET default_transaction_read_only");
            sql.run("SELECT pg_reload_conf()");
            sql.run("DROP TRIGGER IF EXISTS torture_raises ON events");
        }
    }

    /**
     * An append of many events that is rolled back: it has used their positions up.
     *
     * @param fewest how many events it has at least
     */
    record UndoneAppend(Supplier<String> url, int fewest) implements Fault {
        @Override
        public String name() {
            return "append rolled back";
        }

        @Override
        public String inject(SplittableRandom random) throws SQLException {
            int events = random.nextInt(fewest, 80);
            try (Sql sql = Sql.begin(url.get())) {
                sql.run("SELECT pg_advisory_xact_lock_shared(eventcore_fence_key())");
                sql.run("""
                        INSERT INTO events (event_id, stream_id, stream_version, event_type, event_data)
                        SELECT gen_random_uuid(), 'undone-' || gen_random_uuid(), 1, 'torture-moved', '{}'
                        FROM generate_series(1, ?)""", events);
                sql.rollback();
            }
            return events + " events";
        }
    }

    private record LockedRows(Supplier<String> url) implements Fault {
        @Override
        public String name() {
            return "foreign lock of streams";
        }

        @Override
        public String inject(SplittableRandom random) throws SQLException {
            int millis = random.nextInt(100, 2_500);
            try (Sql sql = Sql.begin(url.get())) {
                sql.run(
                        "SELECT 1 FROM event_streams WHERE stream_id LIKE ? ORDER BY stream_id FOR UPDATE",
                        random.nextBoolean() ? "hot-%" : "hot-" + random.nextInt(4));
                Pause.millis(millis);
                sql.rollback();
            }
            return millis + " ms";
        }
    }

    private record LockedTable(Supplier<String> url) implements Fault {
        @Override
        public String name() {
            return "foreign lock of a table";
        }

        @Override
        public String inject(SplittableRandom random) throws SQLException {
            int millis = random.nextInt(100, 1_500);
            try (Sql sql = Sql.begin(url.get())) {
                sql.run("LOCK TABLE " + (random.nextBoolean() ? "events" : "event_streams")
                        + " IN ACCESS EXCLUSIVE MODE");
                Pause.millis(millis);
                sql.rollback();
            }
            return millis + " ms";
        }
    }

    private record TerminatedBackends(Supplier<String> url) implements Fault {
        @Override
        public String name() {
            return "backends terminated";
        }

        @Override
        public String inject(SplittableRandom random) throws SQLException {
            try (Sql sql = Sql.open(url.get())) {
                return sql.run("""
                        SELECT count(pg_terminate_backend(pid)) FROM (
                            SELECT pid FROM pg_stat_activity
                            WHERE datname = current_database() AND pid <> pg_backend_pid()
                            ORDER BY random() LIMIT ?) AS chosen""", random.nextInt(1, 8)) + " backends";
            }
        }
    }

    private record RaisingTrigger(Supplier<String> url) implements Fault {
        /** Twice as often the one at which some pools take the connection away. */
        private static final String[] STATES = {"0A000", "0A000", "53100", "XX000", "57P01", "25006", "P0001"};

        @Override
        public String name() {
            return Note.REFUSING;
        }

        @Override
        public String inject(SplittableRandom random) throws SQLException, IOException {
            String state = STATES[random.nextInt(STATES.length)];
            int millis = random.nextInt(50, 800);
            try (Sql sql = Sql.open(url.get())) {
                sql.run("""
                        CREATE OR REPLACE FUNCTION torture_raise() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN
                            RAISE EXCEPTION 'a trigger that fails on purpose' USING ERRCODE = '%s';
                        END
                        $$""".formatted(state));
                sql.run("CREATE TRIGGER torture_raises BEFORE INSERT ON events EXECUTE FUNCTION torture_raise()");
                Pause.millis(millis);
            } finally {
                drop();
            }
            return state + " for " + millis + " ms";
        }

        /** It must not outlive the fault: the server may just be crashing. */
        private void drop() throws IOException {
            Pause.until(() -> {
                try (Sql sql = Sql.open(url.get())) {
                    sql.run("DROP TRIGGER IF EXISTS torture_raises ON events");
                    return true;
                } catch (SQLException e) {
                    return false;
                }
            });
        }
    }
}
