package io.eventcore.postgres.internal.append;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.DeadlineExceededException;
import io.eventcore.EventCoreException;
import io.eventcore.EventId;
import io.eventcore.ExpectedVersion;
import io.eventcore.LogEpoch;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    private final List<Basis> bases;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private volatile @Nullable Boolean stored;
    private volatile long position;
    private List<PendingAppend> dependents = List.of();
    private List<Step> steps = List.of();
    private List<Line.Use> uses = List.of();
    private long number;
    private long takenInto;
    private Executor answers = Runnable::run;
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
        tellIfCancelled();
    }

    private static List<Basis> basesOf(AppendRequest request) {
        return request.restsOn().stream()
                .filter(Basis.class::isInstance)
                .map(Basis.class::cast)
                .toList();
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

    /** How many streams get events. */
    int streamsWritten() {
        return added.size();
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

    /** Its events, in order, by their streams. */
    Map<StreamId, List<EncodedEvent>> eventsByStream() {
        return added.size() == 1
                ? Map.of(events.get(0).stream(), events)
                : events.stream().collect(Collectors.groupingBy(EncodedEvent::stream));
    }

    /** Whether its caller has said what was under way when it was decided; else it waits for its turn. */
    boolean knowsWhatIsUnderWay() {
        return !bases.isEmpty();
    }

    /** The request under way that it saw last in a stream; null if all that it saw there was stored. */
    @Nullable PendingAppend basisOf(StreamId stream) {
        for (Basis basis : bases) {
            PendingAppend append = basis.of(stream);
            if (append != null) {
                return append;
            }
        }
        return null;
    }

    /** The requests under way on whose events it was decided. */
    List<PendingAppend> basis() {
        return bases.isEmpty()
                ? List.of()
                : bases.stream().flatMap(basis -> basis.all().stream()).toList();
    }

    /** Whether it rests on something that was not stored. */
    boolean restsOnLost() {
        return !bases.isEmpty() && basis().stream().anyMatch(append -> append.isSettled() && !append.isStored());
    }

    /** Whether its events are known to be stored, at the versions that it said. */
    boolean isStored() {
        return Boolean.TRUE.equals(stored);
    }

    /** Whether that is known, or that they are not. */
    boolean isSettled() {
        return stored != null;
    }

    /** Done soon after that is known. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    /** The position of its last event, once it is stored. */
    long position() {
        return position;
    }

    /** Its events were found stored, or an answer says so; comes before it is settled. */
    void isStoredAt(long lastPosition) {
        position = lastPosition;
    }

    /** Another request rests on this one, and falls with it. */
    void carries(PendingAppend dependent) {
        dependents = with(dependents, dependent);
    }

    /** What it will do to a stream. */
    void makes(Step step) {
        steps = with(steps, step);
    }

    private static <T> List<T> with(List<T> some, T another) { // mostly there is one
        if (some.isEmpty()) {
            return List.of(another);
        }
        List<T> more = some.size() == 1 ? new ArrayList<>(some) : some;
        more.add(another);
        return more;
    }

    /**
     * It has ended. What it rested on is of no more use. Those who wait for that are {@linkplain #tellSettled() told} when
     * the lock of the queue is free.
     *
     * @return those that rest on it
     */
    List<PendingAppend> settle(boolean isStored) {
        stored = isStored;
        bases.forEach(Basis::clear);
        steps.forEach(Step::forgetBefore);
        List<PendingAppend> others = dependents;
        dependents = List.of();
        return others;
    }

    void tellSettled() {
        settled.complete(null);
    }

    /** Its place among all requests. */
    long number() {
        return number;
    }

    /** Gives it its place. */
    void number(long place) {
        number = place;
    }

    /** The lines in which it stands. */
    List<Line.Use> uses() {
        return uses;
    }

    void standsIn(List<Line.Use> lines) {
        uses = lines;
    }

    /** A lane has it, and sends it in this batch. */
    void takeInto(long batch) {
        takenInto = batch;
    }

    boolean isTakenInto(long batch) {
        return takenInto == batch && batch != 0;
    }

    /** Whether no lane has had it yet, and it has not ended. */
    boolean isWaiting() {
        return takenInto == 0 && !isSettled();
    }

    /** Whether it was decided in this epoch of the log, or only its versions count. */
    boolean mayGoTo(LogEpoch epoch) {
        return request.decidedIn()
                .filter(decided -> decided != LogEpoch.ONLY && decided != epoch)
                .isEmpty();
    }

    /** What to tell the caller if what it rests on was not stored, or is not what comes before it: decide again. */
    VersionConflictException lostItsBasis() {
        Map.Entry<StreamId, ExpectedVersion> use =
                request.expected().entrySet().iterator().next();
        long actual = use.getValue() instanceof ExpectedVersion.Exactly exactly ? exactly.version() - 1 : 0;
        return new VersionConflictException(use.getKey(), use.getValue(), Math.max(0, actual));
    }

    long bytes() {
        return bytes;
    }

    /** About how much memory it takes while it is here: the payloads as objects, as JSON, and on their way to the server. */
    long heapBytes() {
        return 3 * bytes;
    }

    CompletableFuture<AppendResult> outcome() {
        return outcome;
    }

    AppendReport report() {
        return report;
    }

    /** Lets the caller be told by this; what the caller has chained to the future runs then. */
    void answerBy(Executor teller) {
        answers = teller;
    }

    /** Tells the caller that the events are stored. */
    void complete(AppendResult result) {
        answers.execute(() -> {
            report.end(result, null);
            outcome.complete(result);
        });
    }

    /** Tells the caller that they are not, or that nobody knows. */
    void fail(EventCoreException failure) {
        answers.execute(() -> {
            report.end(null, failure);
            outcome.completeExceptionally(failure);
        });
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
