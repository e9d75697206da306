package io.eventcore.bench.load;

import io.eventcore.AppendRequest;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** Appends of one event each, whose text has one size. Nothing is read, so that what is seen is the cost of writing. */
final class EventSizePoint implements Point {

    private static final int IN_FLIGHT = 64;

    /** A caller takes another stream then. */
    private static final int EVENTS_PER_STREAM = 100;

    /** Twice the largest text, so that two texts are hardly ever the same. PostgreSQL cannot compress it. */
    private static final int SPARE_FACTOR = 2;

    private final int bytes;
    private final int turns;
    private final String text;
    private final PointStore store;
    private final Tally tally;
    private final long[] appended = new long[IN_FLIGHT];

    /** @param bytesPerTurn the most text of a turn */
    EventSizePoint(int bytes, PointStore store, Tally tally, long bytesPerTurn) {
        this.bytes = bytes;
        this.turns = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytesPerTurn / bytes / IN_FLIGHT));
        this.text = randomText(bytes * SPARE_FACTOR);
        this.store = store;
        this.tally = tally;
    }

    private static String randomText(int characters) {
        byte[] random = new byte[characters];
        new Random(characters).nextBytes(random);
        return Base64.getEncoder().withoutPadding().encodeToString(random).substring(0, characters);
    }

    @Override
    public String label() {
        return Labels.bytes(bytes);
    }

    @Override
    public long size() {
        return bytes;
    }

    @Override
    public long bytesPerOperation() {
        return bytes;
    }

    @Override
    public Work run(Duration time) throws InterruptedException {
        return new ClosedLoop(IN_FLIGHT, turns, (slot, turn) -> append(slot)).run(time);
    }

    private CompletableFuture<?> append(int slot) {
        long nth = appended[slot]++;
        StreamId stream = StreamId.of("sized-" + bytes + "-" + slot + "-" + nth / EVENTS_PER_STREAM);
        long cents = CommandSource.cents();
        int from = ThreadLocalRandom.current().nextInt(text.length() - bytes + 1);
        AppendRequest request = AppendRequest.builder()
                .expect(stream, ExpectedVersion.exactly(nth % EVENTS_PER_STREAM))
                .append(NewEvent.of(stream, new Booking.Deposited(cents, text.substring(from, from + bytes))))
                .build();
        return store.store().appendAsync(request).thenAccept(result -> tally.add(new Totals(1, cents, 0)));
    }

    @Override
    public Counts counts() {
        return Counts.NOTHING;
    }

    @Override
    public void close() {
        store.close();
    }
}
