package io.eventcore.postgres.internal.append;

import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The arguments of one call of {@code eventcore_append}: a batch of requests, column by column. */
final class AppendCall {

    /** What the function takes for {@link ExpectedVersion#any()}. */
    private static final long ANY = -1;

    final String[] streamIds;
    /** No stream comes as far as that, and what is added to it on the way stays a number: a conflict, as it should be. */
    private static final long HIGHEST = Long.MAX_VALUE / 2;

    final long[] expected;
    final long[] added;
    final int[] useRequest;
    final int[] useStream;
    final int[] eventRequest;
    final int[] eventStream;
    final int[] eventNth;
    final String[] eventId;
    final String[] eventType;
    final int[] eventVersion;
    final String[] eventData;
    final String[] metadata;
    final int[] commandRequest;
    final String[] commandId;
    final long[] commandReadUpTo;
    final int[] commandEventsBefore;
    final int[] commandEvents;
    final int[] commandLastEvent;
    final int[] commandWritesBefore;
    final int[] commandWrites;
    final int[] writeStream;
    final long[] writeReached;

    private final Units units;

    /** For each request, the places of its streams in {@link #streamIds}, in the order of the request. */
    private final List<int[]> places = new ArrayList<>();

    /** For each request and each of its places, how many events the stream gets up to and with this request. */
    private final List<long[]> reached = new ArrayList<>();

    AppendCall(List<PendingAppend> batch) {
        units = Units.of(batch);
        // Sorted, so that two calls lock the rows of streams in the same order.
        TreeMap<StreamId, Integer> streams = new TreeMap<>();
        int uses = 0;
        int events = 0;
        int commands = 0;
        int writes = 0;
        for (PendingAppend append : batch) {
            append.expected().keySet().forEach(stream -> streams.put(stream, 0));
            uses += append.expected().size();
            events += append.events().size();
            if (append.hasCommandId()) {
                commands++;
                writes += append.streamsWritten();
            }
        }
        streamIds = new String[streams.size()];
        int place = 0;
        for (var entry : streams.entrySet()) {
            streamIds[place] = entry.getKey().value();
            entry.setValue(place++);
        }
        expected = new long[streamIds.length];
        added = new long[streamIds.length];
        useRequest = new int[uses];
        useStream = new int[uses];
        eventRequest = new int[events];
        eventStream = new int[events];
        eventNth = new int[events];
        eventId = new String[events];
        eventType = new String[events];
        eventVersion = new int[events];
        eventData = new String[events];
        metadata = new String[events];
        commandRequest = new int[commands];
        commandId = new String[commands];
        commandReadUpTo = new long[commands];
        commandEventsBefore = new int[commands];
        commandEvents = new int[commands];
        commandLastEvent = new int[commands];
        commandWritesBefore = new int[commands];
        commandWrites = new int[commands];
        writeStream = new int[writes];
        writeReached = new long[writes];
        fill(batch, streams);
    }

    private void fill(List<PendingAppend> batch, Map<StreamId, Integer> streams) {
        boolean[] named = new boolean[streamIds.length];
        int use = 0;
        int event = 0;
        int command = 0;
        int write = 0;
        int[] lastOfUnit = new int[units.count()];
        for (int request = 0; request < batch.size(); request++) {
            PendingAppend append = batch.get(request);
            int eventsBefore = event;
            for (EncodedEvent encoded : append.events()) {
                int place = streams.getOrDefault(encoded.stream(), 0);
                eventRequest[event] = units.of(request);
                eventStream[event] = place + 1;
                eventNth[event] = (int) added[place] + encoded.nth();
                eventId[event] = encoded.id();
                eventType[event] = encoded.type();
                eventVersion[event] = encoded.version();
                eventData[event] = encoded.data();
                metadata[event++] = encoded.metadata();
            }
            if (event > eventsBefore) {
                lastOfUnit[units.of(request)] = event;
            }
            int writesBefore = write;
            int[] own = new int[append.expected().size()];
            long[] ownReached = new long[own.length];
            int nth = 0;
            for (var entry : append.expected().entrySet()) {
                int place = streams.getOrDefault(entry.getKey(), 0);
                if (!named[place]) {
                    named[place] = true;
                    expected[place] = toLong(entry.getValue()); // whoever follows in its unit builds on it
                }
                added[place] += append.addedTo(entry.getKey());
                useRequest[use] = units.of(request);
                useStream[use++] = place + 1;
                own[nth] = place;
                ownReached[nth++] = added[place];
                if (append.hasCommandId() && append.addedTo(entry.getKey()) > 0) {
                    writeStream[write] = place + 1;
                    writeReached[write++] = added[place];
                }
            }
            places.add(own);
            reached.add(ownReached);
            if (append.hasCommandId()) {
                commandRequest[command] = units.of(request);
                commandId[command] = append.commandId().orElseThrow().toString();
                commandEventsBefore[command] = eventsBefore;
                commandEvents[command] = event - eventsBefore;
                commandLastEvent[command] = lastOfUnit[units.of(request)];
                commandWritesBefore[command] = writesBefore;
                commandWrites[command] = write - writesBefore;
                commandReadUpTo[command++] = append.readUpTo();
            }
        }
    }

    /** Whether a request has a command id. */
    boolean hasCommands() {
        return commandId.length > 0;
    }

    /** The places, from 0, of a request's streams among the streams of the call. */
    int[] placesOf(int request) {
        return places.get(request);
    }

    /** How many events the streams of a request get up to and with it, in the order of {@link #placesOf(int)}. */
    long[] reachedBy(int request) {
        return reached.get(request);
    }

    /** How many requests there are. */
    int requests() {
        return places.size();
    }

    /** Which requests stand or fall together. */
    Units units() {
        return units;
    }

    private static long toLong(ExpectedVersion version) {
        if (version instanceof ExpectedVersion.Exactly exactly) {
            return Math.min(exactly.version(), HIGHEST);
        }
        return version instanceof ExpectedVersion.NoStream ? 0 : ANY;
    }
}
