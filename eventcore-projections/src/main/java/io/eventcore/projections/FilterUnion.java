package io.eventcore.projections;

import io.eventcore.EventFilter;
import io.eventcore.Segment;
import io.eventcore.StreamId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The narrowest filter that lets through what any of several filters do, condition by condition. */
final class FilterUnion {

    private FilterUnion() {}

    static EventFilter of(List<EventFilter> filters) {
        EventFilter union = EventFilter.all();
        Set<String> types = new HashSet<>();
        filters.forEach(filter -> types.addAll(filter.types()));
        if (!types.isEmpty()
                && filters.stream().noneMatch(filter -> filter.types().isEmpty())) {
            union = union.withTypes(types.toArray(String[]::new));
        }
        Optional<Segment> segment = common(filters, filter -> Optional.of(filter.segment()));
        if (segment.isPresent()) {
            union = union.withSegment(segment.get());
        }
        // Of streams, too, a union could be built; but who names streams wants few, and others then want many.
        Optional<Set<StreamId>> streams = common(
                filters, filter -> filter.streams().isEmpty() ? Optional.empty() : Optional.of(filter.streams()));
        if (streams.isPresent()) {
            union = union.withStreams(streams.get());
        }
        Optional<String> prefix = common(filters, EventFilter::streamPrefix);
        if (prefix.isPresent()) {
            union = union.withStreamPrefix(prefix.get());
        }
        Optional<String> pattern = common(filters, EventFilter::streamPattern);
        if (pattern.isPresent()) {
            union = union.withStreamPattern(pattern.get());
        }
        Optional<String> correlation = common(filters, EventFilter::correlationId);
        return correlation.isPresent() ? union.withCorrelationId(correlation.get()) : union;
    }

    /** The value that all filters have, if they have the same. */
    private static <T> Optional<T> common(List<EventFilter> filters, Function<EventFilter, Optional<T>> condition) {
        List<Optional<T>> values = filters.stream().map(condition).distinct().toList();
        return values.size() == 1 ? values.get(0) : Optional.empty();
    }
}
