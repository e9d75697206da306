package io.eventcore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The events that a command decided on, each with its stream, in the order in which they will be appended. Immutable.
 *
 * @param <E> the root of the events
 */
@SuppressWarnings("UnusedTypeParameter") // it ties the writes to the family of their command
public final class Writes<E> {

    private final List<Write> writes;

    private Writes(List<Write> writes) {
        this.writes = writes;
    }

    /**
     * Nothing to do.
     *
     * @param <E> the root of the events of the command that returns this
     * @return no events
     */
    public static <E> Writes<E> none() {
        return new Writes<>(List.of());
    }

    /**
     * Events for one stream.
     *
     * @param stream where they go; the command must have declared or discovered it
     * @param events the payloads, in order; none is as {@link #none()}
     * @param <E> the root of the events
     * @return the writes, to which {@link #and(StreamId, Object[])} adds more
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <E> Writes<E> to(StreamId stream, E... events) {
        if (Required.event(events, "the array of events").length == 1) {
            return new Writes<>(List.of(new Write(stream, events[0])));
        }
        return to(stream, Arrays.asList(events));
    }

    /**
     * Events for one stream.
     *
     * @param stream where they go; the command must have declared or discovered it
     * @param events the payloads, in order; an empty list is as {@link #none()}
     * @param <E> the root of the events
     * @return the writes, to which {@link #and(StreamId, List)} adds more
     */
    public static <E> Writes<E> to(StreamId stream, List<? extends E> events) {
        return Writes.<E>none().and(stream, events);
    }

    /**
     * These events, and behind them more, for the same or another stream.
     *
     * @param stream where the added ones go; the command must have declared or discovered it
     * @param events the payloads to add, in order
     * @param <F> the root of all the events; it follows from where the result goes, so that events of different classes
     *     of one family can be chained. That the earlier ones belong to it is checked by the executor before anything
     *     is sent.
     * @return these writes and the added ones
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final <F> Writes<F> and(StreamId stream, F... events) {
        return and(stream, Arrays.asList(Required.event(events, "the array of events")));
    }

    /**
     * As {@link #and(StreamId, Object[])}.
     *
     * @param stream where the added ones go; the command must have declared or discovered it
     * @param events the payloads to add, in order
     * @param <F> the root of all the events
     * @return these writes and the added ones
     */
    public <F> Writes<F> and(StreamId stream, List<? extends F> events) {
        List<Write> all = new ArrayList<>(
                writes.size() + Required.event(events, "the list of events").size());
        all.addAll(writes);
        for (F event : events) {
            all.add(new Write(stream, event));
        }
        return new Writes<>(List.copyOf(all));
    }

    /** {@return whether there is nothing to do} */
    public boolean isEmpty() {
        return writes.isEmpty();
    }

    /** {@return the events with their streams, in order, unmodifiable} */
    public List<Write> toList() {
        return writes;
    }

    @Override
    public String toString() {
        return "Writes" + writes;
    }

    /**
     * One event for one stream.
     *
     * @param stream the stream
     * @param event the event
     */
    public record Write(StreamId stream, Object event) {
        /**
         * Refuses nulls.
         *
         * @param stream the stream
         * @param event the event
         * @throws InvalidStreamException if the stream is null
         * @throws InvalidEventException if the event is null
         */
        public Write {
            Required.stream(stream, "the stream of an event");
            if (event == null) {
                throw new InvalidEventException("An event for stream '" + stream + "' is null.");
            }
        }

        /** Shows the stream, and of the event its class: what events hold must not get into a log. */
        @Override
        public String toString() {
            return "Write[stream=" + stream + ", event=" + event.getClass().getName() + "]";
        }
    }
}
