package io.eventcore.examples.rest;

import io.eventcore.EventMetadata;
import io.eventcore.ExecutionOptions;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What the headers of a request say about its command: the key under which it may be sent again, and the trace that it
 * belongs to.
 */
final class RequestOptions {

    /** A client that sends the same key again gets the first answer, and nothing happens twice. */
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final int LONGEST_KEY = 200;

    /** The W3C trace context, version 00: trace, span, flags. */
    private static final Pattern TRACE_PARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private final Duration deadline;

    /** @param deadline how long a command may take */
    RequestOptions(Duration deadline) {
        this.deadline = deadline;
    }

    /** @throws InvalidRequestException if a header cannot be used */
    ExecutionOptions of(Context request) {
        ExecutionOptions options =
                ExecutionOptions.defaults().withTimeout(deadline).withMetadata(metadata(request));
        return Optional.ofNullable(request.header(IDEMPOTENCY_KEY))
                .map(key -> options.withCommandId(commandId(request, key)))
                .orElse(options);
    }

    /** The key belongs to the resource: the same key elsewhere is another command. */
    private static UUID commandId(Context request, String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw new InvalidRequestException(Map.of(IDEMPOTENCY_KEY, "has 1 to " + LONGEST_KEY + " characters"));
        }
        return UUID.nameUUIDFromBytes((request.path() + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }

    /** A trace that is not in the right form is left out, as its standard demands: it is no reason to refuse a payment. */
    private static EventMetadata metadata(Context request) {
        EventMetadata.Builder metadata = EventMetadata.builder();
        Optional.ofNullable(request.header("traceparent"))
                .filter(parent -> TRACE_PARENT.matcher(parent).matches())
                .ifPresent(parent -> {
                    metadata.traceParent(parent);
                    Optional.ofNullable(request.header("tracestate")).ifPresent(metadata::traceState);
                });
        return metadata.build();
    }
}
