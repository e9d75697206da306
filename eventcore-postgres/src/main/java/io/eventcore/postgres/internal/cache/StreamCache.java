package io.eventcore.postgres.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.eventcore.EventCodec;
import io.eventcore.LogEpoch;
import io.eventcore.RememberedStates;
import io.eventcore.RememberedStreams;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import io.eventcore.postgres.internal.cache.StateSizes.Size;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers streams that were read from their beginning, and what this process appends to them, so that a command need not
 * read them again; of streams whose states are asked for, the states. Whoever decides on it lets the append check the
 * versions. All of it belongs to one log: when the store is connected to another one, nothing of it is left. Bounded by weight; the events of long streams are not remembered, their states are. Thread-safe.
 */
public final class StreamCache {

    /** More than this of one stream costs too much to fold and to copy again and again. */
    private static final int LONGEST_STREAM = 1_000;

    /** A state that is further behind than this is brought up by a read of the storage. */
    private static final int LONGEST_TAIL = 256;

    /** An entry that is larger than it was when it was weighed is weighed again from so many bytes on. */
    private static final long UNWEIGHED = 4_096;

    private final long capacity;
    private final StateSizes sizes;
    private final Supplier<LogEpoch> log;
    private final AtomicReference<Memory> memory;

    /**
     * Remembers nothing yet.
     *
     * @param bytes about how much memory it may take; 0 remembers nothing
     * @param codec measures states
     * @param log which log is read now; what was remembered of another one is dropped
     */
    public StreamCache(long bytes, EventCodec codec, Supplier<LogEpoch> log) {
        this.capacity = bytes;
        this.sizes = new StateSizes(codec);
        this.log = log;
        this.memory = new AtomicReference<>(emptyMemory(log.get()));
    }

    private Memory emptyMemory(LogEpoch epoch) {
        return new Memory(
                epoch,
                Caffeine.newBuilder()
                        .maximumWeight(capacity)
                        .weigher((StreamId stream, RememberedStream events) ->
                                (int) Math.min(Integer.MAX_VALUE, events.bytes()))
                        .executor(Runnable::run)
                        .build());
    }

    /** Whether it remembers anything at all. */
    public boolean isOn() {
        return capacity > 0;
    }

    /** The log that is remembered now. */
    LogEpoch epoch() {
        return log.get();
    }

    /** What is remembered of the log of now; null if that is nothing by setting. */
    private @Nullable Cache<StreamId, RememberedStream> streams() {
        return in(log.get());
    }

    /**
     * What is remembered of a log; null if that is not the one of now. Whoever puts something in has got it of the right log,
     * whatever happens meanwhile.
     */
    private @Nullable Cache<StreamId, RememberedStream> in(LogEpoch epoch) {
        if (capacity == 0) {
            return null;
        }
        Memory present = present();
        LogEpoch now = log.get();
        if (present.epoch != now) {
            memory.compareAndSet(present, emptyMemory(now));
            present = present();
        }
        return present.epoch == epoch ? present.streams : null;
    }

    private Memory present() {
        return Objects.requireNonNull(memory.get());
    }

    /** About how many bytes a read may bring that is remembered: it takes them besides the cache until it ends. */
    long largestRead() {
        return capacity / 4;
    }

    /** About how many bytes it holds. */
    public long bytes() {
        Cache<StreamId, RememberedStream> streams = streams();
        return streams == null
                ? 0
                : streams.policy()
                        .eviction()
                        .map(eviction -> eviction.weightedSize().orElse(0))
                        .orElse(0L);
    }

    /** The events that are remembered of these streams, if all of each are. */
    public Optional<RememberedStreams> find(Collection<StreamId> wanted) {
        Cache<StreamId, RememberedStream> streams = streams();
        if (streams == null) {
            return Optional.empty();
        }
        Map<StreamId, Long> versions = new LinkedHashMap<>();
        List<RememberedEvent> events = new ArrayList<>();
        for (StreamId stream : wanted) {
            RememberedStream remembered = streams.getIfPresent(stream);
            if (remembered == null) {
                return Optional.empty();
            }
            remembered.states().wantEvents();
            if (remembered.before() > 0) {
                return Optional.empty();
            }
            versions.put(stream, remembered.version());
            events.addAll(remembered.events());
        }
        if (wanted.size() > 1) {
            events.sort(Comparator.comparingLong(RememberedEvent::position));
        }
        return Optional.of(new RememberedStreams(
                versions, events.stream().map(RememberedEvent::event).toList()));
    }

    /** The states of these streams by a fold, if one is remembered of each. */
    public <T> Optional<RememberedStates<T>> find(Collection<StreamId> wanted, StreamFold<T, ?> fold) {
        Cache<StreamId, RememberedStream> streams = streams();
        if (streams == null) {
            return Optional.empty();
        }
        Map<StreamId, StreamState<T>> states = new LinkedHashMap<>();
        boolean behind = false;
        for (StreamId stream : wanted) {
            RememberedStream remembered = streams.getIfPresent(stream);
            StreamState<T> state = remembered == null ? null : fold(streams, stream, remembered, fold);
            if (remembered == null || state == null) {
                return Optional.empty();
            }
            behind |= state.version() < remembered.version()
                    || state.version() < remembered.states().seenVersion();
            states.put(stream, state);
        }
        return Optional.of(new RememberedStates<>(states, behind));
    }

    /** The latest state that the events here lead to; null if none is known, or the fold does not know one of the events. */
    private <T> @Nullable StreamState<T> fold(
            Cache<StreamId, RememberedStream> streams, StreamId id, RememberedStream stream, StreamFold<T, ?> fold) {
        StreamState<T> held = stream.states().get(fold);
        if (held == null && stream.before() > 0) {
            return null;
        }
        StreamState<T> known = held == null ? StreamState.initial(fold) : held;
        if (known.version() < stream.before() || known.version() >= stream.version()) {
            return known; // what comes next is not here
        }
        T state = known.state();
        long position = known.position();
        long folded = 0;
        for (long version = known.version() + 1; version <= stream.version(); version++) {
            RememberedEvent event = stream.event(version);
            Object payload = event.payload();
            if (!fold.eventType().isInstance(payload)) {
                return null;
            }
            state = fold.apply(state, payload);
            position = event.position();
            folded += event.bytes();
        }
        StreamState<T> reached = new StreamState<>(stream.version(), position, state);
        HeldStates states = stream.states();
        long before = states.bytes();
        states.put(fold, reached, sizes.after(states.sizeOf(fold), state, folded));
        if (states.bytes() - before > UNWEIGHED) {
            streams.asMap().computeIfPresent(id, (same, present) -> present); // it is weighed again
        }
        return reached;
    }

    /** Takes the state of a stream that somebody has read, in this epoch, and folded. */
    public <T> void learn(LogEpoch epoch, StreamId stream, StreamFold<T, ?> fold, StreamState<T> state) {
        Cache<StreamId, RememberedStream> streams = in(epoch);
        if (streams != null) {
            Size size = sizes.after(Size.NONE, state.state(), 0);
            streams.asMap().compute(stream, (id, known) -> {
                HeldStates states = known == null ? new HeldStates() : known.states();
                states.put(fold, state, size);
                return known != null && known.version() >= state.version()
                        ? known
                        : RememberedStream.at(state.version(), states);
            });
        }
    }

    /** A conflict has shown that a stream has this version. */
    public void saw(LogEpoch epoch, StreamId stream, long version) {
        Cache<StreamId, RememberedStream> streams = in(epoch);
        RememberedStream known = streams == null ? null : streams.getIfPresent(stream);
        if (known != null) {
            known.states().sawVersion(version);
        }
    }

    /** These events stand in the stream behind a version. They are of no use if what lies before them is not known. */
    void merge(LogEpoch epoch, StreamId stream, long after, List<RememberedEvent> more) {
        Cache<StreamId, RememberedStream> streams = in(epoch);
        if (streams != null) {
            streams.asMap().compute(stream, (id, known) -> merged(known, after, more));
        }
    }

    private static @Nullable RememberedStream merged(
            @Nullable RememberedStream known, long after, List<RememberedEvent> more) {
        if (after == 0 && (known == null || known.before() > 0) && more.size() <= LONGEST_STREAM) {
            HeldStates states = known == null ? new HeldStates() : known.states();
            RememberedStream whole = RememberedStream.at(0, states).with(0, more);
            return known == null || whole.version() >= known.version() ? whole : known;
        }
        if (known == null || known.version() < after) {
            return known; // nothing known about what lies between
        }
        return trimmed(known.with(after, more));
    }

    /** Keeps the events if somebody wants them and they are not too many, and else what the states still need. */
    private static @Nullable RememberedStream trimmed(RememberedStream stream) {
        HeldStates states = stream.states();
        long length = stream.version() - stream.before();
        if (states.areEventsWanted() && stream.before() == 0 && length <= LONGEST_STREAM) {
            return stream;
        }
        if (states.isEmpty()) {
            return length > LONGEST_STREAM ? null : stream;
        }
        return stream.behind(Math.max(states.oldest(), stream.version() - LONGEST_TAIL));
    }

    /** This process has appended these events to a stream behind a version. Takes none that it does not know the beginning of. */
    public void appended(LogEpoch epoch, StreamId stream, long after, List<RememberedEvent> events) {
        merge(epoch, stream, after, events);
    }

    /** Forgets a stream, for what is remembered of it was never true of this database, or is not any more. */
    public void forget(StreamId stream) {
        Cache<StreamId, RememberedStream> streams = streams();
        if (streams != null) {
            streams.invalidate(stream);
        }
    }

    private record Memory(LogEpoch epoch, Cache<StreamId, RememberedStream> streams) {}
}
