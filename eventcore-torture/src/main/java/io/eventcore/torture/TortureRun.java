package io.eventcore.torture;

import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.torture.adapter.Adapter;
import io.eventcore.torture.checker.Checker;
import io.eventcore.torture.checker.Findings;
import io.eventcore.torture.events.TortureEvent;
import io.eventcore.torture.history.History;
import io.eventcore.torture.history.HistoryWriter;
import io.eventcore.torture.history.Note;
import io.eventcore.torture.nemesis.Nemesis;
import io.eventcore.torture.nemesis.Progress;
import io.eventcore.torture.readmodels.ReadModels;
import io.eventcore.torture.workload.ClientSettings;
import io.eventcore.torture.workload.Filling;
import io.eventcore.torture.workload.PayloadProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run: a server, client processes, faults, and then the check. */
final class TortureRun {

    /** A slow machine gets this many times the time that was asked for, as long as too little was done. */
    private static final int LONGER = 4;

    private static final Duration CATCH_UP = Duration.ofMinutes(2);

    private final TortureSettings settings;
    private final Path directory;

    /** A run that has not begun; it keeps its histories in a directory. */
    TortureRun(TortureSettings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    /** What was found. Blocks until the run is over. */
    Findings run() throws IOException, InterruptedException {
        Adapter adapter = Adapter.named(settings.adapter());
        try (World world = World.of(settings);
                HistoryWriter history = HistoryWriter.appendingTo(History.file(directory, "nemesis"))) {
            prepare(adapter, world, history);
            try (ClientProcesses processes =
                    new ClientProcesses(settings.processes(), (number, nth) -> client(world, number, nth), history)) {
                processes.awaitReady();
                torture(world, processes, history);
                world.heal();
                history.note(new Note(System.nanoTime(), Note.END, "faults", "all is as it was before them"));
                processes.stop();
            }
            catchUp(adapter, world.url(), history);
            Findings findings =
                    Checker.check(History.read(directory), adapter.dump(world.url()), adapter.readModels(world.url()));
            long calls = new Progress(directory).calls();
            findings.unless(
                    calls >= settings.leastCalls(),
                    "enough was done",
                    "",
                    "only about " + calls + " calls were made; " + settings.leastCalls() + " are the least that count");
            return findings;
        }
    }

    private void prepare(Adapter adapter, World world, HistoryWriter history) {
        world.anotherDatabase().ifPresent(url -> PayloadProbe.probe(types -> adapter.open(url, 0, types), history));
        try (EventStore store = open(adapter, world.url())) {
            store.initialize();
            if (settings.load().contents().contains("heavy")) {
                Filling.fill(store, settings.seed(), history);
            }
        }
    }

    /**
     * Under load and faults until the time is over, or all have ended; longer if the machine is so busy that little was done.
     */
    private void torture(World world, ClientProcesses processes, HistoryWriter history) throws InterruptedException {
        Progress progress = new Progress(directory);
        Nemesis small = new Nemesis(world.smallFaults(processes, history), settings.seed(), progress, 25, history);
        Nemesis great = new Nemesis(world.greatFaults(processes, history), settings.seed() + 1, progress, 300, history);
        List<Thread> threads = List.of(start(small), start(great));
        long begin = System.nanoTime();
        history.note(new Note(begin, Note.BEGIN, Note.LOAD, ""));
        long enough = TimeUnit.SECONDS.toNanos(settings.seconds());
        while (processes.someLive()
                && (System.nanoTime() - begin < enough
                        || (progress.calls() < settings.leastCalls() && System.nanoTime() - begin < LONGER * enough))) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        small.stop();
        great.stop();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** What the clients' runners have not come to is applied now. */
    private static void catchUp(Adapter adapter, String url, HistoryWriter history) {
        try (EventStore store = open(adapter, url);
                ReadModels models = new ReadModels(store, adapter.hasJdbcProjections(), "the end", history)) {
            models.start();
            models.await(store.feed().head(), CATCH_UP);
        }
    }

    private static EventStore open(Adapter adapter, String url) {
        return adapter.open(url, 0, EventTypes.of(TortureEvent.class));
    }

    private ClientSettings client(World world, int number, int nth) {
        return new ClientSettings(
                directory,
                number,
                "c" + number + "r" + nth,
                world.clientUrl(),
                settings.adapter(),
                settings.seed() * 1_000 + nth,
                settings.load());
    }

    private static Thread start(Nemesis nemesis) {
        Thread thread = new Thread(nemesis, "nemesis");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
