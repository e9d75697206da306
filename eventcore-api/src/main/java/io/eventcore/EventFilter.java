package io.eventcore;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the feed a projection wants. Conditions are joined by "and"; one that is not set does not restrict.
 * All text is taken literally, but for the stars of a pattern. Immutable.
 */
public final class EventFilter {

    private static final EventFilter ALL = new EventFilter(new Draft());

    private final Set<String> types;
    private final Set<StreamId> streams;
    private final @Nullable String streamPrefix;
    private final @Nullable StreamPattern streamPattern;
    private final @Nullable String correlationId;
    private final Segment segment;

    private EventFilter(Draft draft) {
        this.types = draft.types;
        this.streams = draft.streams;
        this.streamPrefix = draft.streamPrefix;
        this.streamPattern = draft.streamPattern;
        this.correlationId = draft.correlationId;
        this.segment = draft.segment;
    }

    /** {@return a filter that lets every event through} */
    public static EventFilter all() {
        return ALL;
    }

    /**
     * {@return the same filter, but only for events whose type has one of these names}
     *
     * @param names names as they are in the store: aliases are not looked up. They replace those that were set before.
     * @throws ConfigurationException if no name is given
     */
    public EventFilter withTypes(String... names) {
        refuseNothing(names.length, "types");
        return changed(draft -> draft.types = Set.copyOf(new TreeSet<>(Arrays.asList(names))));
    }

    /**
     * {@return the same filter, but only for events of these streams}
     *
     * @param ids at least one stream; they replace those that were set before
     * @throws ConfigurationException if no stream is given
     */
    public EventFilter withStreams(Collection<StreamId> ids) {
        refuseNothing(ids.size(), "streams");
        return changed(draft -> draft.streams = Set.copyOf(ids));
    }

    /**
     * {@return the same filter, but only for events of streams whose name starts so}
     *
     * @param prefix the first characters of the name
     */
    public EventFilter withStreamPrefix(String prefix) {
        return changed(draft -> draft.streamPrefix = prefix);
    }

    /**
     * {@return the same filter, but only for events of streams whose whole name is like a pattern}
     *
     * @param pattern the name, where each {@code *} stands for any characters, also none: {@code order-*-eu}. There is
     *     no way to ask for a star itself.
     */
    public EventFilter withStreamPattern(String pattern) {
        return changed(draft -> draft.streamPattern = new StreamPattern(pattern));
    }

    /**
     * {@return the same filter, but only for events whose metadata hold this correlation id}
     *
     * @param id compared as a whole
     */
    public EventFilter withCorrelationId(String id) {
        return changed(draft -> draft.correlationId = id);
    }

    /**
     * {@return the same filter, but only for events of streams in a segment}
     *
     * @param value the share of the streams; {@link Segment#ALL} takes the condition away
     */
    public EventFilter withSegment(Segment value) {
        return changed(draft -> draft.segment = value);
    }

    private EventFilter changed(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.types = types;
        draft.streams = streams;
        draft.streamPrefix = streamPrefix;
        draft.streamPattern = streamPattern;
        draft.correlationId = correlationId;
        draft.segment = segment;
        change.accept(draft);
        return new EventFilter(draft);
    }

    /** An empty condition would let everything through, which nobody means who names nothing. */
    private static void refuseNothing(int count, String what) {
        if (count == 0) {
            throw new ConfigurationException(
                    "EventFilter: name at least one of the " + what + ", or leave the condition out to get all.");
        }
    }

    /** {@return the names of the wanted types; empty means all} */
    public Set<String> types() {
        return types;
    }

    /** {@return the wanted streams; empty means all} */
    public Set<StreamId> streams() {
        return streams;
    }

    /** {@return how the stream's name must start; empty means that it does not matter} */
    public Optional<String> streamPrefix() {
        return Optional.ofNullable(streamPrefix);
    }

    /**
     * {@return what the stream's whole name must be like, where each star stands for any characters; empty means that
     * it does not matter}
     */
    public Optional<String> streamPattern() {
        return Optional.ofNullable(streamPattern).map(StreamPattern::toString);
    }

    /** {@return the correlation id that the metadata must hold; empty means that it does not matter} */
    public Optional<String> correlationId() {
        return Optional.ofNullable(correlationId);
    }

    /** {@return the segment in which the stream must lie; all streams unless it was set} */
    public Segment segment() {
        return segment;
    }

    /**
     * {@return whether an event meets every condition}
     *
     * @param event an event of any type
     */
    public boolean matches(StoredEvent<?> event) {
        return (types.isEmpty() || types.contains(event.type()))
                && (streams.isEmpty() || streams.contains(event.stream()))
                && (streamPrefix == null || event.stream().value().startsWith(streamPrefix))
                && (streamPattern == null || streamPattern.matches(event.stream()))
                && segment.contains(event.stream())
                && (correlationId == null
                        || event.metadata()
                                .correlationId()
                                .filter(correlationId::equals)
                                .isPresent());
    }

    @Override
    public String toString() {
        return "EventFilter[types=" + types + ", streams=" + streams + ", streamPrefix=" + streamPrefix
                + ", streamPattern=" + streamPattern + ", correlationId=" + correlationId + ", segment=" + segment
                + "]";
    }

    /** The conditions, while they are set. */
    private static final class Draft {
        private Set<String> types = Set.of();
        private Set<StreamId> streams = Set.of();
        private @Nullable String streamPrefix;
        private @Nullable StreamPattern streamPattern;
        private @Nullable String correlationId;
        private Segment segment = Segment.ALL;
    }
}
