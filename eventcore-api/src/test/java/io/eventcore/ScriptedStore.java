package io.eventcore;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A store for tests of the executor: lists in memory, a record of the calls, and a script of what goes wrong. */
final class ScriptedStore implements EventStore {

    private final Map<StreamId, List<StoredEvent<Object>>> streams = new HashMap<>();
    private final List<ReadRequest> reads = new ArrayList<>();
    private final List<AppendRequest> appends = new ArrayList<>();
    private final Map<UUID, AppendResult> executed = new HashMap<>();
    private final Queue<RuntimeException> lookUpFailures = new ArrayDeque<>();
    private final Queue<RuntimeException> appendFailures = new ArrayDeque<>();
    private final Map<Integer, Runnable> beforeRead = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private Runnable duringAppend = () -> {};
    private SnapshotStore snapshots = SnapshotStore.NONE;
    private boolean holding;
    private long position;

    private record Held(AppendRequest request, CompletableFuture<AppendResult> outcome) {}

    /** Puts events into a stream, as if somebody had appended them. */
    synchronized ScriptedStore given(StreamId stream, Object... payloads) {
        for (Object payload : payloads) {
            store(NewEvent.of(stream, payload));
        }
        return this;
    }

    /** The next appends answer that the first stream of the request has moved, whether it has or not. */
    synchronized ScriptedStore conflictNext(int times) {
        for (int i = 0; i < times; i++) {
            failNext(new VersionConflictException(StreamId.of("moved"), ExpectedVersion.exactly(1), 2));
        }
        return this;
    }

    /** The next append fails so. */
    synchronized ScriptedStore failNext(RuntimeException failure) {
        appendFailures.add(failure);
        return this;
    }

    /** The next look-up of a command id fails so. */
    synchronized ScriptedStore failNextLookUp(RuntimeException failure) {
        lookUpFailures.add(failure);
        return this;
    }

    /** Something happens right before the n-th read, the first being 1. */
    synchronized ScriptedStore beforeRead(int number, Runnable action) {
        beforeRead.put(number, action);
        return this;
    }

    /** Something happens inside each call of appendAsync, before it returns. */
    synchronized ScriptedStore duringAppend(Runnable action) {
        duringAppend = action;
        return this;
    }

    /** Folds keep their snapshots there. */
    synchronized ScriptedStore with(SnapshotStore value) {
        snapshots = value;
        return this;
    }

    /** From now on appends are accepted, but wait until they are released. */
    synchronized ScriptedStore holdAppends() {
        holding = true;
        return this;
    }

    /** Carries out what is held, and lets later appends through. */
    void releaseAppends() {
        List<Held> released;
        synchronized (this) {
            holding = false;
            released = List.copyOf(held);
            held.clear();
        }
        released.forEach(each -> settle(each.request(), each.outcome()));
    }

    synchronized int heldAppends() {
        return held.size();
    }

    /** What was read; the time that was left is another each time. */
    synchronized List<ReadRequest> reads() {
        return reads.stream().map(read -> new ReadRequest(read.after())).toList();
    }

    synchronized List<AppendRequest> appends() {
        return List.copyOf(appends);
    }

    /** The payloads of a stream. */
    List<Object> payloads(StreamId stream) {
        return read(stream, 0).stream().<Object>map(StoredEvent::payload).toList();
    }

    synchronized List<StoredEvent<Object>> read(StreamId stream, long after) {
        List<StoredEvent<Object>> events = streams.getOrDefault(stream, List.of());
        return List.copyOf(events.subList((int) after, events.size()));
    }

    @Override
    public void initialize() {
        // there is nothing to create
    }

    @Override
    public EventTypes eventTypes() {
        return EventTypes.of(AccountEvent.class);
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
        CompletableFuture<AppendResult> outcome = new CompletableFuture<>();
        Runnable script;
        synchronized (this) {
            appends.add(request);
            script = duringAppend;
        }
        script.run();
        synchronized (this) {
            if (holding) {
                held.add(new Held(request, outcome));
                return outcome;
            }
        }
        settle(request, outcome);
        return outcome;
    }

    private void settle(AppendRequest request, CompletableFuture<AppendResult> outcome) {
        if (outcome.isDone()) {
            return; // taken back
        }
        AppendResult result;
        try {
            result = carryOut(request);
        } catch (RuntimeException failure) {
            outcome.completeExceptionally(failure);
            return;
        }
        outcome.complete(result);
    }

    private synchronized AppendResult carryOut(AppendRequest request) {
        RuntimeException failure = appendFailures.poll();
        if (failure != null) {
            throw failure;
        }
        Optional<AppendResult> first = request.commandId().map(executed::get);
        if (first.isPresent()) {
            return first.get().asRepeated();
        }
        request.expected().forEach((stream, expected) -> {
            if (!expected.matches(version(stream))) {
                throw new VersionConflictException(stream, expected, version(stream));
            }
        });
        Map<StreamId, Long> versions = new LinkedHashMap<>();
        for (NewEvent event : request.events()) {
            store(event);
            versions.put(event.stream(), version(event.stream()));
        }
        AppendResult result = new AppendResult(
                versions,
                request.events().isEmpty() ? request.readUpTo() : position,
                request.events().stream().map(NewEvent::id).toList(),
                false);
        request.commandId().ifPresent(id -> executed.put(id, result));
        return result;
    }

    @Override
    public synchronized Optional<AppendResult> resultOf(UUID commandId) {
        RuntimeException failure = lookUpFailures.poll();
        if (failure != null) {
            throw failure;
        }
        return Optional.ofNullable(executed.get(commandId)).map(AppendResult::asRepeated);
    }

    private void store(NewEvent event) {
        position++;
        streams.computeIfAbsent(event.stream(), stream -> new ArrayList<>())
                .add(new StoredEvent<>(
                        event.id(),
                        event.stream(),
                        version(event.stream()) + 1,
                        position,
                        event.payload().getClass().getSimpleName(),
                        event.payload(),
                        event.metadata(),
                        Instant.EPOCH));
    }

    private long version(StreamId stream) {
        return streams.getOrDefault(stream, List.of()).size();
    }

    @Override
    public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
        Runnable script;
        synchronized (this) {
            reads.add(request);
            script = beforeRead.getOrDefault(reads.size(), () -> {});
        }
        script.run();
        Map<StreamId, Long> versions = new LinkedHashMap<>();
        List<StoredEvent<Object>> found = new ArrayList<>();
        synchronized (this) {
            request.after().forEach((stream, after) -> {
                found.addAll(read(stream, Math.min(after, version(stream))));
                versions.put(stream, version(stream));
            });
        }
        found.sort(Comparator.comparingLong(StoredEvent::position));
        found.forEach(consumer);
        return versions;
    }

    @Override
    public synchronized SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public EventFeed feed() {
        throw new UnsupportedOperationException("no test of the executor follows the feed");
    }

    @Override
    public ProjectionStore projections() {
        throw new UnsupportedOperationException("no test of the executor runs projections");
    }

    @Override
    public void close() {
        // there is nothing to let go of
    }
}
