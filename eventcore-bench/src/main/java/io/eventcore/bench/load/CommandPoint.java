package io.eventcore.bench.load;

import java.time.Duration;

/** Commands through the executor of one store. */
final class CommandPoint implements Point {

    private final long size;
    private final int inFlight;
    private final CommandSource source;
    private final PointStore store;
    private final Commands commands;

    CommandPoint(long size, PointStore store, Tally tally, int inFlight, CommandSource source) {
        this.size = size;
        this.inFlight = inFlight;
        this.source = source;
        this.store = store;
        this.commands = new Commands(store.store(), tally);
    }

    @Override
    public String label() {
        return Labels.number(size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Work run(Duration time) throws InterruptedException {
        return commands.run(source, inFlight, time);
    }

    @Override
    public Counts counts() {
        return store.counts(commands.conflicts());
    }

    @Override
    public void close() {
        store.close();
    }
}
