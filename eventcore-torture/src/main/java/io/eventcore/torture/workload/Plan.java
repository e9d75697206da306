package io.eventcore.torture.workload;

import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.torture.events.TortureEvent;
import io.eventcore.torture.history.Seen;
import io.eventcore.torture.history.Sight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What one call is to do. Its decision depends on nothing but what it sees.
 *
 * @param call the call's identity
 * @param rule what it decides
 * @param streams the streams that it names, at least one
 * @param rounds how many further streams it may find one after the other, each by what it sees of the one before
 * @param amount at least 1
 * @param content what its events hold
 * @param events how many events it writes to each stream that it writes to
 */
record Plan(String call, Rule rule, List<StreamId> streams, int rounds, long amount, Content content, int events) {

    Plan {
        streams = List.copyOf(streams);
    }

    /** The whole boundary, as far as what is seen of its streams leads. */
    List<StreamId> boundary(Function<StreamId, Sight> sight) {
        List<StreamId> all = new ArrayList<>(streams);
        StreamId last = streams.get(0);
        for (int round = 0; round < rounds; round++) {
            Sight seen = sight.apply(last);
            StreamId next = StreamNames.foundBy(seen);
            if (seen.version() == 0 || all.contains(next)) {
                break;
            }
            all.add(next);
            last = next;
        }
        return all;
    }

    /** What a decision sees. */
    Seen seen(Function<StreamId, Sight> sight) {
        Map<String, Sight> streams = new LinkedHashMap<>();
        boundary(sight).forEach(stream -> streams.put(stream.value(), sight.apply(stream)));
        return new Seen(streams);
    }

    /** Decides. */
    Writes<TortureEvent> decide(Function<StreamId, Sight> sight, Refusal refusal) {
        List<StreamId> boundary = boundary(sight);
        StreamId first = boundary.get(0);
        StreamId last = boundary.get(boundary.size() - 1);
        long balance = sight.apply(first).balance();
        long sum = boundary.stream()
                .mapToLong(stream -> sight.apply(stream).balance())
                .sum();
        Map<StreamId, Long> changes = new LinkedHashMap<>();
        switch (rule) {
            case DEPOSIT -> changes.put(first, amount);
            case WITHDRAW -> {
                refusal.unless(balance >= amount);
                changes.put(first, -amount);
            }
            case TRANSFER -> {
                refusal.unless(balance >= amount);
                changes.put(first, -amount);
                if (!last.equals(first)) {
                    changes.put(last, amount);
                }
            }
            case EXACT -> {
                refusal.unless(balance == amount);
                changes.put(first, -amount);
            }
            case EMPTY -> {
                if (balance != 0) {
                    changes.put(first, -balance);
                }
            }
            case GUARD -> {
                if (Math.floorMod(sum - balance, 2L) == 0) {
                    changes.put(first, amount);
                }
            }
            case LOOK -> refusal.unless(sum >= amount);
        }
        return writes(changes, seen(sight).toString());
    }

    private Writes<TortureEvent> writes(Map<StreamId, Long> changes, String seen) {
        Writes<TortureEvent> writes = Writes.none();
        int of = changes.size() * events;
        int nth = 0;
        for (Map.Entry<StreamId, Long> change : changes.entrySet()) {
            for (int i = 0; i < events; i++) {
                long part = i == 0 ? change.getValue() : 0;
                writes = writes.and(change.getKey(), content.event(call, nth++, of, seen, part));
            }
        }
        return writes;
    }

    /** How a command refuses. */
    interface Refusal {
        /** Ends the decision unless the condition holds. */
        void unless(boolean condition);
    }
}
