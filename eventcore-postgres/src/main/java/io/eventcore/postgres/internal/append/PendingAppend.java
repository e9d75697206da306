package io.eventcore.postgres.internal.append;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.DeadlineExceededException;
import io.eventcore.EventCoreException;
import io.eventcore.EventId;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.RememberedStates;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request that was accepted, its events already written as JSON, and the future of its outcome. */
final class PendingAppend {

    /** What those who rest on it need to know. */
    private enum Fate {
        OPEN,
        STORED,
        LOST
    }

    /** For how long an outcome is asked for when the time of the request is nearly over. */
    private static final long ASK_AT_LEAST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final AppendRequest request;
    private final List<EncodedEvent> events;
    private final Map<StreamId, Integer> added;
    private final long bytes;
    private final long deadlineNanos;
    private final AppendReport report;
    private final CompletableFuture<AppendResult> outcome = new CompletableFuture<>();
    private final List<UnderWay.Basis> bases;
    private final boolean mayBeBuiltOn;
    private final List<Step> steps = new ArrayList<>();
    private volatile Fate fate = Fate.OPEN;
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
        this.bases = basesOf(request);
        this.mayBeBuiltOn = !request.decidedOn().isEmpty()
                && !hasCommandId()
                && request.expected().values().stream().noneMatch(ExpectedVersion.Any.class::isInstance);
        tellIfCancelled();
    }

    private static List<UnderWay.Basis> basesOf(AppendRequest request) {
        List<UnderWay.Basis> bases = new ArrayList<>();
        for (RememberedStates<?> memory : request.decidedOn()) {
            if (memory.underWay().orElse(null) instanceof UnderWay.Basis basis) {
                bases.add(basis);
            }
        }
        return bases;
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

    /** Its events for one stream, in order. */
    List<EncodedEvent> eventsOf(StreamId stream) {
        return events.stream().filter(event -> event.stream().equals(stream)).toList();
    }

    /**
     * Whether others may decide on its events before they are stored. Not if a command id could turn it into something that
     * was stored long ago, and not if it takes its streams as they are.
     */
    boolean mayBeBuiltOn() {
        return mayBeBuiltOn;
    }

    /** The request under way that it saw last in a stream; null if all that it saw there was stored. */
    @Nullable PendingAppend basisOf(StreamId stream) {
        for (UnderWay.Basis basis : bases) {
            PendingAppend append = basis.appends().get(stream);
            if (append != null) {
                return append;
            }
        }
        return null;
    }

    /** The requests under way on whose events it was decided. */
    List<PendingAppend> basis() {
        if (bases.isEmpty()) {
            return List.of();
        }
        return bases.stream()
                .flatMap(basis -> basis.appends().values().stream())
                .toList();
    }

    /** Whether it rests on something that was not stored. */
    boolean restsOnLost() {
        return !bases.isEmpty() && basis().stream().anyMatch(append -> append.fate == Fate.LOST);
    }

    /** Whether it is known to be stored. */
    boolean isStored() {
        return fate == Fate.STORED;
    }

    /** What it will do to a stream. */
    void makes(Step step) {
        steps.add(step);
    }

    /** It has ended. What it rested on is of no more use. */
    void settle(boolean stored) {
        fate = stored ? Fate.STORED : Fate.LOST;
        bases.forEach(UnderWay.Basis::clear);
        steps.forEach(Step::forgetBefore);
    }

    /** What to tell the caller if it rests on something that was not stored: decide again. */
    VersionConflictException lostItsBasis() {
        Map.Entry<StreamId, ExpectedVersion> use =
                request.expected().entrySet().iterator().next();
        long actual = use.getValue() instanceof ExpectedVersion.Exactly exactly ? exactly.version() - 1 : 0;
        return new VersionConflictException(use.getKey(), use.getValue(), Math.max(0, actual));
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
