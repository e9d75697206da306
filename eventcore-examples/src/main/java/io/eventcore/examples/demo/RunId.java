package io.eventcore.examples.demo;

import io.eventcore.StreamId;
import java.util.UUID;

/**
 * Sets the accounts of one run apart from those of all others in the same database.
 *
 * @param value eight letters and digits
 */
record RunId(String value) {

    static RunId random() {
        return new RunId(UUID.randomUUID().toString().substring(0, 8));
    }

    /** How the streams of the run's accounts start. */
    String streamPrefix() {
        return "account-" + value + "-";
    }

    StreamId stream(String account) {
        return StreamId.of(streamPrefix() + account);
    }

    /** The name of an account of this run. */
    String account(StreamId stream) {
        return stream.value().substring(streamPrefix().length());
    }
}
