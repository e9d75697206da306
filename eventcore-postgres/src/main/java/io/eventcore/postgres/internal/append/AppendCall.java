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

    /** For each request, the places of its streams in {@link #streamIds}, in the order of the request. */
    private final List<int[]> places = new ArrayList<>();

    AppendCall(List<PendingAppend> batch) {
        // Sorted, so that two calls lock the rows of streams in the same order.
        TreeMap<StreamId, Integer> streams = new TreeMap<>();
        int uses = 0;
        int events = 0;
        int commands = 0;
        for (PendingAppend append : batch) {
            append.expected().keySet().forEach(stream -> streams.put(stream, 0));
            uses += append.expected().size();
            events += append.events().size();
            commands += append.hasCommandId() ? 1 : 0;
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
        fill(batch, streams);
    }

    private void fill(List<PendingAppend> batch, Map<StreamId, Integer> streams) {
        int use = 0;
        int event = 0;
        int command = 0;
        for (int request = 0; request < batch.size(); request++) {
            PendingAppend append = batch.get(request);
            int[] own = new int[append.expected().size()];
            int nth = 0;
            for (var entry : append.expected().entrySet()) {
                int place = streams.getOrDefault(entry.getKey(), 0);
                expected[place] = toLong(entry.getValue());
                added[place] = append.addedTo(entry.getKey());
                useRequest[use] = request;
                useStream[use++] = place + 1;
                own[nth++] = place;
            }
            places.add(own);
            if (append.hasCommandId()) {
                commandRequest[command] = request;
                commandId[command] = append.commandId().orElseThrow().toString();
                commandReadUpTo[command++] = append.readUpTo();
            }
            for (EncodedEvent encoded : append.events()) {
                eventRequest[event] = request;
                eventStream[event] = streams.getOrDefault(encoded.stream(), 0) + 1;
                eventNth[event] = encoded.nth();
                eventId[event] = encoded.id();
                eventType[event] = encoded.type();
                eventVersion[event] = encoded.version();
                eventData[event] = encoded.data();
                metadata[event++] = encoded.metadata();
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

    private static long toLong(ExpectedVersion version) {
        if (version instanceof ExpectedVersion.Exactly exactly) {
            return exactly.version();
        }
        return version instanceof ExpectedVersion.NoStream ? 0 : ANY;
    }
}
