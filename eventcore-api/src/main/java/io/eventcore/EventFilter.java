package io.eventcore;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the feed a projection wants. Conditions are joined by "and"; one that is not set does not restrict.
 * All text is taken literally. Immutable.
 */
public final class EventFilter {

    private static final EventFilter ALL = new EventFilter(Set.of(), Set.of(), null, null);

    private final Set<String> types;
    private final Set<StreamId> streams;
    private final @Nullable String streamPrefix;
    private final @Nullable String correlationId;

    private EventFilter(
            Set<String> types, Set<StreamId> streams, @Nullable String streamPrefix, @Nullable String correlationId) {
        this.types = types;
        this.streams = streams;
        this.streamPrefix = streamPrefix;
        this.correlationId = correlationId;
    }

    /** Every event. */
    public static EventFilter all() {
        return ALL;
    }

    /**
     * Only events whose type has one of these names; names are those in the store, aliases are not looked up.
     *
     * @throws ConfigurationException if no name is given
     */
    public EventFilter withTypes(String... names) {
        refuseNothing(names.length, "types");
        return new EventFilter(Set.copyOf(new TreeSet<>(Arrays.asList(names))), streams, streamPrefix, correlationId);
    }

    /**
     * Only events of these streams.
     *
     * @throws ConfigurationException if no stream is given
     */
    public EventFilter withStreams(Collection<StreamId> ids) {
        refuseNothing(ids.size(), "streams");
        return new EventFilter(types, Set.copyOf(ids), streamPrefix, correlationId);
    }

    /** Only events of streams whose name starts so. */
    public EventFilter withStreamPrefix(String prefix) {
        return new EventFilter(types, streams, prefix, correlationId);
    }

    /** Only events whose metadata hold this correlation id. */
    public EventFilter withCorrelationId(String id) {
        return new EventFilter(types, streams, streamPrefix, id);
    }

    /** An empty condition would let everything through, which nobody means who names nothing. */
    private static void refuseNothing(int count, String what) {
        if (count == 0) {
            throw new ConfigurationException(
                    "EventFilter: name at least one of the " + what + ", or leave the condition out to get all.");
        }
    }

    /** The names of the wanted types; empty means all. */
    public Set<String> types() {
        return types;
    }

    /** The wanted streams; empty means all. */
    public Set<StreamId> streams() {
        return streams;
    }

    /** How the stream's name must start. */
    public Optional<String> streamPrefix() {
        return Optional.ofNullable(streamPrefix);
    }

    /** The correlation id that the metadata must hold. */
    public Optional<String> correlationId() {
        return Optional.ofNullable(correlationId);
    }

    /** Whether an event meets every condition. */
    public boolean matches(StoredEvent<?> event) {
        return (types.isEmpty() || types.contains(event.type()))
                && (streams.isEmpty() || streams.contains(event.stream()))
                && (streamPrefix == null || event.stream().value().startsWith(streamPrefix))
                && (correlationId == null
                        || event.metadata()
                                .correlationId()
                                .filter(correlationId::equals)
                                .isPresent());
    }

    @Override
    public String toString() {
        return "EventFilter[types=" + types + ", streams=" + streams + ", streamPrefix=" + streamPrefix
                + ", correlationId=" + correlationId + "]";
    }
}
