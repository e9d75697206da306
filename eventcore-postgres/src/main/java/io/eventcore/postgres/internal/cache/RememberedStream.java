package io.eventcore.postgres.internal.cache;

import java.util.AbstractList;
import java.util.List;

/**
 * Some events of a stream, without gaps up to a version: all of them, or, if only the states that folds have reached are
 * wanted, the last ones. Events never change, so this is true for ever; the stream may only have gone on. Immutable: a
 * longer one shares the array, and writes after what this one looks at, so only one longer one may be made of each.
 *
 * <p>The array still refers to events that were dropped. They count as held, and when they are half of it, what is
 * left gets an array of its own.
 */
final class RememberedStream {

    /** What the entry itself takes. */
    private static final long OVERHEAD = 250;

    /** What an element of the array takes. */
    private static final long REFERENCE = 8;

    private final long before;
    private final RememberedEvent[] events;
    private final int from;
    private final int to;
    private final long eventBytes;
    private final long droppedBytes;
    private final HeldStates states;

    private RememberedStream(long before, Window window, HeldStates states) {
        this.before = before;
        this.events = window.events;
        this.from = window.from;
        this.to = window.to;
        this.eventBytes = window.bytes;
        this.droppedBytes = window.droppedBytes;
        this.states = states;
    }

    /**
     * A part of an array.
     *
     * @param bytes of the events in it
     * @param droppedBytes of those before it
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Window(RememberedEvent[] events, int from, int to, long bytes, long droppedBytes) {

        /** With room for so many more, and without those that were dropped. */
        Window copy(int more) {
            RememberedEvent[] array = new RememberedEvent[to - from + more];
            System.arraycopy(events, from, array, 0, to - from);
            return new Window(array, 0, to - from, bytes, 0);
        }
    }

    /** Nothing of a stream but that it has so many events. */
    static RememberedStream at(long version, HeldStates states) {
        return new RememberedStream(version, new Window(new RememberedEvent[0], 0, 0, 0, 0), states);
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
        return OVERHEAD + REFERENCE * events.length + eventBytes + droppedBytes + states.bytes();
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
        Window window = new Window(events, from, to, eventBytes, droppedBytes);
        if (to + news.size() > events.length) {
            window = window.copy((to - from) / 2 + news.size());
        }
        int end = window.to;
        long added = 0;
        for (RememberedEvent event : news) {
            window.events[end++] = event;
            added += event.bytes();
        }
        return new RememberedStream(
                before, new Window(window.events, window.from, end, window.bytes + added, window.droppedBytes), states);
    }

    /** Without the events up to this version, of which there may be none here. */
    RememberedStream behind(long version) {
        int dropped = (int) Math.min(version - before, to - from);
        if (dropped <= 0) {
            return this;
        }
        long bytes = 0;
        for (int i = from; i < from + dropped; i++) {
            bytes += events[i].bytes();
        }
        Window left = new Window(events, from + dropped, to, eventBytes - bytes, droppedBytes + bytes);
        return new RememberedStream(before + dropped, left.droppedBytes >= left.bytes ? left.copy(0) : left, states);
    }
}
