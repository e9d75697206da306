package io.eventcore.postgres.internal.append;

import io.eventcore.AppendResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What {@code eventcore_append} answered, request by request. */
final class AppendAnswer {

    private final AppendCall call;
    private final Long[] versions;
    private final BitSet conflicts = new BitSet();
    private final Long[] positions;
    private final Instant storedAt;
    private final int[] conflictOfUnit;

    AppendAnswer(
            AppendCall call,
            Long[] versions,
            Integer @Nullable [] conflicts,
            Long @Nullable [] positions,
            Instant storedAt) {
        this.storedAt = storedAt;
        this.call = call;
        this.versions = versions;
        this.positions = positions == null ? new Long[0] : positions;
        if (conflicts != null) {
            for (int stream : conflicts) {
                this.conflicts.set(stream - 1);
            }
        }
        this.conflictOfUnit = conflictsOfUnits();
    }

    /** For each unit a place in conflict, or -1. */
    private int[] conflictsOfUnits() {
        int[] places = new int[call.units().count()];
        Arrays.fill(places, -1);
        for (int request = 0; request < call.requests() && !conflicts.isEmpty(); request++) {
            for (int place : call.placesOf(request)) {
                if (conflicts.get(place)) {
                    places[call.units().of(request)] = place;
                }
            }
        }
        return places;
    }

    /** How each request of the batch ended, in its order. */
    List<Outcome> outcomes(List<PendingAppend> batch) {
        List<Outcome> outcomes = new ArrayList<>(batch.size());
        int positionsUsed = 0;
        long[] lastOfUnit = new long[call.units().count()];
        for (int request = 0; request < batch.size(); request++) {
            PendingAppend append = batch.get(request);
            VersionConflictException conflict = conflictOf(request, append);
            if (conflict != null) {
                outcomes.add(new Outcome.Conflict(conflict));
            } else {
                positionsUsed += append.events().size();
                int unit = call.units().of(request);
                long last = append.events().isEmpty()
                        ? Math.max(append.readUpTo(), lastOfUnit[unit])
                        : positions[positionsUsed - 1];
                lastOfUnit[unit] = Math.max(last, lastOfUnit[unit]);
                outcomes.add(
                        new Outcome.Stored(new AppendResult(movedBy(request, append), last, append.eventIds(), false)));
            }
        }
        return outcomes;
    }

    /** Hands out each event that was stored, in the order of the positions. */
    void forEachStored(List<PendingAppend> batch, StoredConsumer consumer) {
        int used = 0;
        for (int request = 0; request < batch.size(); request++) {
            PendingAppend append = batch.get(request);
            if (conflictOf(request, append) == null) {
                Map<StreamId, Long> moved = movedBy(request, append);
                for (EncodedEvent event : append.events()) {
                    long before = moved.getOrDefault(event.stream(), 0L) - append.addedTo(event.stream());
                    consumer.accept(event, before + event.nth(), positions[used++], storedAt);
                }
            }
        }
    }

    /** Hands out the streams that had another version than was expected, with the one that they have. */
    void forEachConflict(BiConsumer<StreamId, Long> consumer) {
        for (int place = conflicts.nextSetBit(0); place >= 0; place = conflicts.nextSetBit(place + 1)) {
            consumer.accept(new StreamId(call.streamIds[place]), versions[place]);
        }
    }

    /** Takes a stored event. */
    @FunctionalInterface
    interface StoredConsumer {
        void accept(EncodedEvent event, long version, long position, Instant storedAt);
    }

    private @Nullable VersionConflictException conflictOf(int request, PendingAppend append) {
        int inItsUnit = conflictOfUnit[call.units().of(request)];
        if (inItsUnit < 0) {
            return null;
        }
        int nth = 0;
        for (Map.Entry<StreamId, ExpectedVersion> use : append.expected().entrySet()) {
            int place = call.placesOf(request)[nth++];
            if (conflicts.get(place)) {
                return new VersionConflictException(use.getKey(), use.getValue(), versions[place]);
            }
        }
        return new VersionConflictException(
                new StreamId(call.streamIds[inItsUnit]),
                ExpectedVersion.exactly(call.expected[inItsUnit]),
                versions[inItsUnit]);
    }

    private Map<StreamId, Long> movedBy(int request, PendingAppend append) {
        Map<StreamId, Long> moved = new HashMap<>();
        int nth = 0;
        for (StreamId stream : append.expected().keySet()) {
            int place = call.placesOf(request)[nth];
            if (append.addedTo(stream) > 0) {
                moved.put(stream, versions[place] - call.added[place] + call.reachedBy(request)[nth]);
            }
            nth++;
        }
        return moved;
    }

    /** How one request ended. */
    sealed interface Outcome {
        /** Its events are stored. */
        record Stored(AppendResult result) implements Outcome {}

        /** A stream had another version. */
        record Conflict(VersionConflictException failure) implements Outcome {}
    }
}
