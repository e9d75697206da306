package io.eventcore.postgres.internal.cache;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * Some events of a stream, without gaps up to a version: all of them, or, if only the states that folds have reached are
 * wanted, the last ones. Events never change, so this is true for ever; the stream may only have gone on. Immutable: a
 * longer one shares the array, and writes behind what this one looks at, so only one longer one may be made of each.
 */
final class RememberedStream {

    /** What the entry itself takes. */
    private static final long OVERHEAD = 250;

    private final long before;
    private final RememberedEvent[] events;
    private final int from;
    private final int to;
    private final long eventBytes;
    private final HeldStates states;

    private RememberedStream(
            long before, RememberedEvent[] events, int from, int to, long eventBytes, HeldStates states) {
        this.before = before;
        this.events = events;
        this.from = from;
        this.to = to;
        this.eventBytes = eventBytes;
        this.states = states;
    }

    /** Nothing of a stream but that it has so many events. */
    static RememberedStream at(long version, HeldStates states) {
        return new RememberedStream(version, new RememberedEvent[0], 0, 0, 0, states);
    }

    /** How many events of the stream lie before those that are here. */
    long before() {
        return before;
    }

    long version() {
        return before + to - from;
    }

    HeldStates states() {
        return states;
    }

    /** The events that are here, in order. */
    List<RememberedEvent> events() {
        return new AbstractList<>() {
            @Override
            public RememberedEvent get(int nth) {
                return events[from + nth];
            }

            @Override
            public int size() {
                return to - from;
            }
        };
    }

    /** The event that leads to this version, which must be here. */
    RememberedEvent event(long version) {
        return events[from + (int) (version - before - 1)];
    }

    long bytes() {
        return OVERHEAD + eventBytes + states.bytes();
    }

    /**
     * The longer one of this, and of this with more events behind a version.
     *
     * @param after the version behind which they stand; there must be no gap
     */
    RememberedStream with(long after, List<RememberedEvent> more) {
        if (after + more.size() <= version()) {
            return this;
        }
        List<RememberedEvent> news = more.subList((int) (version() - after), more.size());
        RememberedEvent[] array = events;
        int start = from;
        int end = to;
        if (end + news.size() > array.length) {
            int count = to - from;
            array = Arrays.copyOf(Arrays.copyOfRange(events, from, to), 2 * (count + news.size()));
            start = 0;
            end = count;
        }
        long added = 0;
        for (RememberedEvent event : news) {
            array[end++] = event;
            added += event.bytes();
        }
        return new RememberedStream(before, array, start, end, eventBytes + added, states);
    }

    /** Without the events up to this version, of which there may be none here. */
    RememberedStream behind(long version) {
        int dropped = (int) Math.min(version - before, to - from);
        if (dropped <= 0) {
            return this;
        }
        long bytes = eventBytes;
        for (int i = from; i < from + dropped; i++) {
            bytes -= events[i].bytes();
        }
        return new RememberedStream(before + dropped, events, from + dropped, to, bytes, states);
    }
}
