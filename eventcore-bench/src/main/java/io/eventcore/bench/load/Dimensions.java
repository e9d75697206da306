package io.eventcore.bench.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that the work can grow in, each in a database of its own. The points of a dimension never share a stream. */
final class Dimensions {

    private static final int IN_FLIGHT = 256;

    /** How long a process may be silent beyond its turn. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
        return dimension.open(
                sizes.writers(),
                writers -> commands(writers, ledger, writers, PointStore.USUAL_LANES, ownAccounts(writers)));
    }

    /** All of the streams exist, each with one event; each point has a range of their numbers. */
    private Dimension streams() throws Exception {
        Dimension dimension = Dimension.of(new Heading(
                "streams", "More streams to pick from", "streams, at random", COMMANDS, Remark.FROM_MEMORY));
        Ledger ledger = dimension.add(server.newDatabase());
        int all = sizes.streams().stream().mapToInt(Integer::intValue).sum();
        ledger.tally().add(new Filling(ledger.database(), all, 1).run());
        return dimension.open(sizes.streams(), streams -> {
            int first = sizes.streams().stream()
                    .filter(other -> other < streams)
                    .mapToInt(Integer::intValue)
                    .sum();
            CommandSource source = CommandSource.deposits(Filling.PREFIX, first, streams);
            return commands(streams, ledger, IN_FLIGHT, PointStore.USUAL_LANES, source);
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
            return commands(stored, ledger, IN_FLIGHT, PointStore.USUAL_LANES, ownAccounts(stored));
        });
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
        return dimension.open(sizes.lanes(), lanes -> commands(lanes, ledger, IN_FLIGHT, lanes, ownAccounts(lanes)));
    }

    private Dimension instances() throws Exception {
        Dimension dimension = Dimension.of(new Heading(
                "instances",
                "More processes on one server, 256 in flight in all",
                "processes",
                COMMANDS,
                Remark.CONFLICTS));
        Ledger ledger = dimension.add(server.newDatabase());
        return dimension.open(
                sizes.instances(), size -> InstancesPoint.start(size, ledger, IN_FLIGHT, sizes.accounts(), PATIENCE));
    }

    private CommandSource ownAccounts(int size) {
        return CommandSource.deposits("at-" + size + "-account-", 0, sizes.accounts());
    }

    private static CommandPoint commands(int size, Ledger ledger, int inFlight, int lanes, CommandSource source) {
        PointStore store = PointStore.open(ledger.database(), lanes, PointStore.READERS);
        return new CommandPoint(size, store, ledger.tally(), inFlight, source);
    }
}
