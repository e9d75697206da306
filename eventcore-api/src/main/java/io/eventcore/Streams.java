package io.eventcore;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** A set of streams: the consistency boundary of a command, or what stream discovery adds to it. Immutable. */
public final class Streams implements Iterable<StreamId> {

    private static final String A_STREAM = "one of the streams";

    private static final Streams NONE = new Streams(Set.of());

    private final Set<StreamId> ids;

    private Streams(Set<StreamId> ids) {
        this.ids = ids;
    }

    /** {@return no stream} From stream discovery it means that nothing more was found. */
    public static Streams none() {
        return NONE;
    }

    /**
     * Names some streams.
     *
     * @param ids the streams, each once; none gives the empty set
     * @return the set, in this order
     * @throws InvalidStreamException if a stream is named twice
     */
    public static Streams of(StreamId... ids) {
        if (Required.stream(ids, "the array of streams").length == 1) {
            return new Streams(Set.of(Required.stream(ids[0], A_STREAM)));
        }
        return of(Arrays.asList(ids));
    }

    /**
     * Names some streams.
     *
     * @param ids the streams, each once; an empty collection gives the empty set
     * @return the set, in the collection's order
     * @throws InvalidStreamException if a stream is named twice
     */
    public static Streams of(Collection<StreamId> ids) {
        Set<StreamId> set = new LinkedHashSet<>();
        for (StreamId id : Required.stream(ids, "the collection of streams")) {
            if (!set.add(Required.stream(id, A_STREAM))) {
                throw new InvalidStreamException(
                        "Stream '" + id + "' is named twice: a command reads each of its streams once.");
            }
        }
        return new Streams(Collections.unmodifiableSet(set));
    }

    /** {@return the streams, in the order in which they were named, unmodifiable} */
    public Set<StreamId> ids() {
        return ids;
    }

    /** {@return whether there are none} */
    public boolean isEmpty() {
        return ids.isEmpty();
    }

    @Override
    public Iterator<StreamId> iterator() {
        return ids.iterator();
    }

    @Override
    public String toString() {
        return ids.toString();
    }
}
