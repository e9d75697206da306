package io.eventcore.bench.load;

import io.eventcore.AppendRequest;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresEventStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** EventCore: appends of many events each, every slot on streams of its own. */
final class BatchSide implements Side {

    private static final int STREAMS_PER_SLOT = 10;

    private final BenchDatabase database;
    private final int inFlight;
    private final int batch;
    private final long[][] versions;
    private final Tally tally = new Tally();
    private final PostgresEventStore store;

    BatchSide(BenchDatabase database, int inFlight, int batch) {
        this.database = database;
        this.inFlight = inFlight;
        this.batch = batch;
        this.versions = new long[inFlight][STREAMS_PER_SLOT];
        this.store = database.openStore();
    }

    @Override
    public String label() {
        return inFlight + " appends of " + batch + " events in flight";
    }

    @Override
    public Work run(Duration time) throws InterruptedException {
        return new ClosedLoop(inFlight, this::append).run(time).times(batch);
    }

    private CompletableFuture<?> append(int slot, int turn) {
        int nth = turn % STREAMS_PER_SLOT;
        long version = versions[slot][nth];
        StreamId stream = StreamId.of("batch-" + slot + "-" + nth);
        AppendRequest.Builder request = AppendRequest.builder().expect(stream, ExpectedVersion.exactly(version));
        long sum = 0;
        for (int i = 1; i <= batch; i++) {
            long cents = version + i;
            sum += cents;
            request.append(NewEvent.of(stream, new Booking.Deposited(cents, "after " + cents)));
        }
        Totals adds = new Totals(batch, sum, 0);
        return store.appendAsync(request.build()).thenAccept(result -> {
            versions[slot][nth] = version + batch;
            tally.add(adds);
        });
    }

    @Override
    public void check() throws SQLException {
        database.check(Tables.STORE, tally.totals());
    }

    @Override
    public void close() {
        store.close();
    }
}
