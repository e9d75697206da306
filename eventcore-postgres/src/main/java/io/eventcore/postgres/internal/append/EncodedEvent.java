package io.eventcore.postgres.internal.append;

import io.eventcore.StreamId;

/**
 * An event as its columns.
 *
 * @param nth its number among the new events of its stream, from 1
 */
record EncodedEvent(StreamId stream, int nth, String id, String type, int version, String data, String metadata) {

    /** About how much it weighs in a batch; what counts are the texts. */
    long bytes() {
        return 100L + data.length() + metadata.length();
    }
}
