package io.eventcore.bench.load;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that the work can grow in, each in a database of its own. The points of a dimension never share a stream. */
final class Dimensions {

    private static final int IN_FLIGHT = 256;

    /** How long a process may be silent beyond its turn; to start eight takes a while on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String COMMANDS = "commands a second";

    private final Server server;
    private final ScalingSizes sizes;

    Dimensions(Server server, ScalingSizes sizes) {
        this.server = server;
        this.sizes = sizes;
    }

    /** Opens a dimension. */
    @FunctionalInterface
    interface Opener {
        Dimension open() throws Exception;
    }

    /** The dimensions by their names, in order. */
    Map<String, Opener> all() {
        Map<String, Opener> all = new LinkedHashMap<>();
        all.put("writers", this::writers);
        all.put("streams", this::streams);
        all.put("stored", this::stored);
        all.put("length", this::length);
        all.put("event_size", this::eventSize);
        all.put("lanes", this::lanes);
        all.put("instances", this::instances);
        return all;
    }

    private Dimension writers() throws Exception {
        Dimension dimension = Dimension.of(
                new Heading("writers", "More callers at once", "commands in flight", COMMANDS, Remark.P99));
        Ledger ledger = dimension.add(server.newDatabase());
        Ranges ranges = accountsForEach(sizes.writers(), ledger);
        return dimension.open(
                sizes.writers(),
                writers -> commands(writers, ledger, writers, PointStore.USUAL_LANES, ranges.next(sizes.accounts())));
    }

    /** Nothing is in memory at first. */
    private Dimension streams() throws Exception {
        Dimension dimension = Dimension.of(new Heading(
                "streams", "More streams to pick from", "streams, at random", COMMANDS, Remark.FROM_MEMORY));
        Ledger ledger = dimension.add(server.newDatabase());
        int all = sizes.streams().stream().mapToInt(Integer::intValue).sum();
        ledger.tally().add(new Filling(ledger.database(), all, 1).run());
        Ranges ranges = new Ranges();
        return dimension.open(sizes.streams(), streams -> {
            PointStore store = PointStore.open(ledger.database(), PointStore.USUAL_LANES, PointStore.READERS);
            CommandSource source = ranges.next(streams).deposits();
            return new CommandPoint(streams, store, ledger.tally(), IN_FLIGHT, source);
        });
    }

    private Dimension stored() throws Exception {
        Dimension dimension =
                Dimension.of(new Heading("stored", "A larger table", "events stored before", COMMANDS, Remark.P99));
        return dimension.open(sizes.stored(), stored -> {
            Ledger ledger = dimension.add(server.newDatabase());
            if (stored > 0) {
                ledger.tally().add(new Filling(ledger.database(), stored).run());
            }
            PointStore store = PointStore.open(ledger.database(), PointStore.USUAL_LANES, PointStore.READERS);
            openAccounts(store, ledger.tally());
            CommandSource source = CommandSource.deposits(sizes.accounts());
            return new CommandPoint(stored, store, ledger.tally(), IN_FLIGHT, source);
        });
    }

    /** Gives each account its first event, or two. What a store appends it remembers. */
    private void openAccounts(PointStore store, Tally tally) throws InterruptedException {
        CommandSource source = CommandSource.inTurn(sizes.accounts());
        Commands commands = new Commands(store.store(), tally);
        int turns = sizes.accounts() / IN_FLIGHT + 1;
        new ClosedLoop(IN_FLIGHT, turns, (slot, turn) -> commands.execute(source.next())).run(PATIENCE);
    }

    private Dimension length() throws Exception {
        Dimension dimension = Dimension.of(new Heading(
                "length", "Longer streams, 16 callers", "events in the stream", COMMANDS, Remark.FROM_MEMORY));
        Ledger ledger = dimension.add(server.newDatabase());
        return dimension.open(
                sizes.lengths(),
                length -> new LengthPoint(
                        length,
                        PointStore.open(ledger.database(), PointStore.USUAL_LANES, PointStore.READERS),
                        ledger.tally(),
                        sizes.commandsPerTurn()));
    }

    private Dimension eventSize() throws Exception {
        Dimension dimension = Dimension.of(new Heading(
                "event_size",
                "Larger events, 64 appends in flight",
                "text in the event",
                "events a second",
                Remark.MEGABYTES));
        Ledger ledger = dimension.add(server.newDatabase());
        return dimension.open(
                sizes.eventBytes(),
                bytes -> new EventSizePoint(
                        bytes,
                        PointStore.open(ledger.database(), PointStore.USUAL_LANES, PointStore.READERS),
                        ledger.tally(),
                        sizes.bytesPerTurn()));
    }

    private Dimension lanes() throws Exception {
        Dimension dimension = Dimension.of(
                new Heading("lanes", "More append lanes, 256 in flight", "append lanes", COMMANDS, Remark.P99));
        Ledger ledger = dimension.add(server.newDatabase());
        Ranges ranges = accountsForEach(sizes.lanes(), ledger);
        return dimension.open(
                sizes.lanes(), lanes -> commands(lanes, ledger, IN_FLIGHT, lanes, ranges.next(sizes.accounts())));
    }

    private Dimension instances() throws Exception {
        Dimension dimension = Dimension.of(new Heading(
                "instances",
                "More processes on one server, 256 in flight in all",
                "processes",
                COMMANDS,
                Remark.CONFLICTS));
        Ledger ledger = dimension.add(server.newDatabase());
        Ranges ranges = accountsForEach(sizes.instances(), ledger);
        return dimension.open(
                sizes.instances(),
                size -> InstancesPoint.start(
                        size,
                        ledger,
                        IN_FLIGHT,
                        ranges.next(sizes.accounts()),
                        sizes.rounds().warmUp(),
                        PATIENCE));
    }

    /** Makes as many accounts for each point, with one event each. */
    private Ranges accountsForEach(List<Integer> points, Ledger ledger) throws SQLException {
        ledger.tally().add(new Filling(ledger.database(), points.size() * sizes.accounts(), 1).run());
        return new Ranges();
    }

    /** Commands whose streams are all in memory at first. */
    private static CommandPoint commands(int size, Ledger ledger, int inFlight, int lanes, Accounts accounts) {
        PointStore store = PointStore.open(ledger.database(), lanes, PointStore.READERS);
        accounts.readBy(store.store());
        return new CommandPoint(size, store, ledger.tally(), inFlight, accounts.deposits());
    }
}
