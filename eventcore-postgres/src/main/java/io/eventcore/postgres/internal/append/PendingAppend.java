package io.eventcore.postgres.internal.append;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.DeadlineExceededException;
import io.eventcore.EventCoreException;
import io.eventcore.EventId;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A request that was accepted, its events already written as JSON, and the future of its outcome. */
final class PendingAppend {

    /** For how long an outcome is asked for when the time of the request is nearly over. */
    private static final long ASK_AT_LEAST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final AppendRequest request;
    private final List<EncodedEvent> events;
    private final Map<StreamId, Integer> added;
    private final long bytes;
    private final long deadlineNanos;
    private final AppendReport report;
    private final CompletableFuture<AppendResult> outcome = new CompletableFuture<>();
    private boolean inDoubt;
    private long askUntilNanos;

    PendingAppend(AppendRequest request, List<EncodedEvent> events, long nowNanos, AppendReport report) {
        this.request = request;
        this.report = report;
        this.events = events;
        this.added = new HashMap<>();
        long size = 0;
        for (EncodedEvent event : events) {
            added.merge(event.stream(), 1, Integer::sum);
            size += event.bytes();
        }
        this.bytes = size;
        this.deadlineNanos = nowNanos + request.timeout().toNanos();
        tellIfCancelled();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what it returns is the outcome once more
    private void tellIfCancelled() {
        if (report != AppendReport.NONE) {
            outcome.whenComplete(report::end);
        }
    }

    Map<StreamId, ExpectedVersion> expected() {
        return request.expected();
    }

    List<EncodedEvent> events() {
        return events;
    }

    /** The ids of its events, in order. */
    List<EventId> eventIds() {
        return request.events().stream().map(NewEvent::id).toList();
    }

    Optional<UUID> commandId() {
        return request.commandId();
    }

    boolean hasCommandId() {
        return request.commandId().isPresent();
    }

    long readUpTo() {
        return request.readUpTo();
    }

    /** How many events a stream gets; 0 if the request only checks it. */
    int addedTo(StreamId stream) {
        return added.getOrDefault(stream, 0);
    }

    /** Whether this request, and not an earlier one with the same event ids, leaves its streams at these versions. */
    boolean wouldLeadTo(Map<StreamId, Long> versions) {
        return versions.keySet().equals(added.keySet())
                && versions.entrySet().stream().allMatch(entry -> {
                    long before = entry.getValue() - addedTo(entry.getKey());
                    ExpectedVersion expected = request.expected().get(entry.getKey());
                    return expected != null && expected.matches(before);
                });
    }

    long bytes() {
        return bytes;
    }

    CompletableFuture<AppendResult> outcome() {
        return outcome;
    }

    AppendReport report() {
        return report;
    }

    /** Tells the caller that the events are stored. */
    void complete(AppendResult result) {
        report.end(result, null);
        outcome.complete(result);
    }

    /** Tells the caller that they are not, or that nobody knows. */
    void fail(EventCoreException failure) {
        report.end(null, failure);
        outcome.completeExceptionally(failure);
    }

    boolean isExpired(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    void expire() {
        fail(DeadlineExceededException.beforeStart(request.timeout()));
    }

    /** Whether a connection broke while this was under way, so that it may have been stored. */
    boolean isInDoubt() {
        return inDoubt;
    }

    /**
     * The result that is recorded under the command id. In doubt, one with these very event ids is this request's own, and
     * not that of an earlier one.
     */
    AppendResult ownOrRepeated(AppendResult recorded) {
        return inDoubt && recorded.events().equals(eventIds())
                ? new AppendResult(recorded.versions(), recorded.position(), recorded.events(), false)
                : recorded;
    }

    /** Called by the lane that has it. */
    void doubt() {
        if (!inDoubt) {
            inDoubt = true;
            long soon = System.nanoTime() + ASK_AT_LEAST_NANOS;
            askUntilNanos = deadlineNanos - soon > 0 ? deadlineNanos : soon;
        }
    }

    /** Until when its outcome is worth asking for; if nobody waits for it, it has been until now. */
    long askUntilNanos() {
        return outcome.isDone() ? System.nanoTime() : askUntilNanos;
    }
}
