package io.eventcore.projections;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The part of a store that projections use, under the control of a test. */
final class FakeStore implements EventStore {

    final FakeFeed feed = new FakeFeed();
    final FakeCheckpoints checkpoints = new FakeCheckpoints();

    /** Takes notes; returns the position of the last one. */
    long takeNotes(String... texts) {
        Note[] notes = new Note[texts.length];
        for (int i = 0; i < texts.length; i++) {
            notes[i] = new Note.Taken(texts[i]);
        }
        return feed.append("notebook", "note-taken", (Object[]) notes);
    }

    /** Takes notes in a stream of their own choice; returns the position of the last one. */
    long takeNotesIn(String stream, String... texts) {
        return feed.append(
                stream, "note-taken", Arrays.stream(texts).map(Note.Taken::new).toArray());
    }

    /** Takes notes with the numbers from 1 to a number as their texts. */
    long takeNotesUpTo(int last) {
        return takeNotes(numbersUpTo(last));
    }

    /** Sends invoices, which the tests' projection does not want. */
    long sendInvoices(int count) {
        return feed.append(
                "invoices",
                "invoice-sent",
                IntStream.range(0, count).mapToObj(Invoice.Sent::new).toArray());
    }

    static String[] numbersUpTo(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toArray(String[]::new);
    }

    @Override
    public void initialize() {}

    @Override
    public EventTypes eventTypes() {
        return EventTypes.of(Note.class, Invoice.class);
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
        throw new UnsupportedOperationException("projections do not append");
    }

    @Override
    public Optional<AppendResult> resultOf(UUID commandId) {
        throw new UnsupportedOperationException("projections do not append");
    }

    @Override
    public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
        throw new UnsupportedOperationException("projections read the feed");
    }

    @Override
    public FakeFeed feed() {
        return feed;
    }

    @Override
    public FakeCheckpoints projections() {
        return checkpoints;
    }

    @Override
    public void close() {}
}
