package io.eventcore;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at a command: reads its streams, folds their events, and lets it decide. When the decision came too late,
 * the same object can try again, and reads only what came in between.
 */
final class Attempt<S, E> {

    private final EventStore store;
    private final Command<S, E> command;
    private final int discoveryLimit;
    private final Supplier<Duration> timeLeft;
    private final Class<?> family;
    private final Sight<S> sight;

    private int rounds;
    private boolean oneMoment;
    private Writes<E> writes = Writes.none();
    private @Nullable Throwable failure;
    private List<? extends SightSnapshots.Due<?>> snapshots = List.of();

    /**
     * An attempt that has read nothing yet.
     *
     * @param timeLeft how long a read may take that starts now; positive
     * @param mayRemember whether the store may answer from memory
     */
    Attempt(
            EventStore store,
            Command<S, E> command,
            int discoveryLimit,
            Supplier<Duration> timeLeft,
            boolean mayRemember) {
        this.store = store;
        this.command = command;
        this.discoveryLimit = discoveryLimit;
        this.timeLeft = timeLeft;
        this.family = Required.returned(command.eventType(), command, "eventType()");
        this.sight = sightOf(store, command, timeLeft, mayRemember);
    }

    @SuppressWarnings("unchecked") // the state of a stream command is what its sight makes
    private static <S, E> Sight<S> sightOf(
            EventStore store, Command<S, E> command, Supplier<Duration> timeLeft, boolean mayRemember) {
        return command instanceof StreamCommand<?, ?> byStream
                ? (Sight<S>) new StateSight<>(store, byStream, timeLeft, mayRemember)
                : new EventSight<>(store, command, timeLeft, mayRemember);
    }

    /** The streams that were read, with the versions that they had. */
    Map<StreamId, Long> versions() {
        return sight.versions();
    }

    /** See {@link Sight#trustMemoryAgain()}. */
    void trustMemoryAgain() {
        sight.trustMemoryAgain();
    }

    /** What was decided, as far as the attempt knows it: events, versions, and what they rest on. */
    AppendRequest.Builder toRequest(Supplier<EventId> eventIds, EventMetadata metadata) {
        AppendRequest.Builder request =
                AppendRequest.builder().readUpTo(lastPosition()).decidedIn(sight.epoch());
        versions().forEach((stream, version) -> request.expect(stream, ExpectedVersion.exactly(version)));
        for (Writes.Write write : writes.toList()) {
            request.append(new NewEvent(write.stream(), eventIds.get(), write.event(), metadata));
        }
        sight.underWay().forEach(request::restsOn);
        snapshots = sight.snapshotsAfter(writes);
        return request;
    }

    /** The request is stored, so the snapshots that it made due may be taken. */
    AppendResult committed(AppendResult result) {
        snapshots.forEach(due -> due.offerAfter(result));
        return result;
    }

    /** The stream of which the store remembered something that had moved on, if that is why it refused the request at once. */
    @Nullable StreamId refusedAtOnce(CompletableFuture<?> sent) {
        if (sight.underWay().isEmpty() || !sent.isCompletedExceptionally()) {
            return null;
        }
        Throwable failure = sent.handle((result, problem) -> problem).join();
        return Futures.unwrap(failure) instanceof VersionConflictException conflict ? conflict.stream() : null;
    }

    /** What the command decided on. */
    Writes<E> writes() {
        return writes;
    }

    /** The highest position that was read, 0 if there was none. */
    long lastPosition() {
        return sight.lastPosition();
    }

    /**
     * Reads the streams and lets the command decide. An append checks every stream that was read, so a decision to write
     * needs no more. A rejection, and a decision that there is nothing to do, are right only about a state that the
     * streams had together at one moment; and whatever else goes wrong on remembered streams may go wrong only there. So
     * those are to be {@linkplain #confirm() confirmed}.
     *
     * @return done when that can be: when it is known of all that was under way whether it was stored
     */
    CompletableFuture<Void> readAndDecide() {
        failure = decideInOneLog();
        return isToBeConfirmed() ? sight.settled() : CompletableFuture.completedFuture(null);
    }

    /**
     * Confirms a decision that appends nothing, or makes it again if a stream has moved, or if something that was under
     * way was not stored: versions alone do not show that, for another event may have got the same one. Throws what the
     * command came to, if it is no decision to write.
     */
    void confirm() {
        if (isToBeConfirmed() && haveMoved()) {
            sight.startOver();
            failure = decideInOneLog();
        }
        Throwable problem = failure;
        if (problem == null ? writes.isEmpty() : isOfTheCommand(problem)) {
            refuseUnlessOneMoment();
        }
        if (problem != null) {
            throw Futures.rethrow(problem);
        }
    }

    /** All of it happens in one log: when that changes, everything is read again. */
    private @Nullable Throwable decideInOneLog() {
        Throwable problem = decide();
        while (hasLogChanged()) {
            sight.startOver();
            problem = decide();
        }
        return problem;
    }

    private boolean hasLogChanged() {
        return store.epoch() != sight.epoch();
    }

    private boolean isToBeConfirmed() {
        return (failure != null || writes.isEmpty()) && sight.isRemembered();
    }

    /** Whether the command's own code came to it by the states that it saw, and not the store while it read them. */
    private static boolean isOfTheCommand(Throwable failure) {
        return !(failure instanceof EventCoreException)
                || failure instanceof CommandRejectedException
                || failure instanceof UndeclaredStreamException
                || failure instanceof DiscoveryLimitException;
    }

    /**
     * A command may fail in any way on what is not stored, and not at all on what is: an error counts like an exception, and
     * so does a checked one, which other languages of the JVM throw without saying so.
     */
    private @Nullable Throwable decide() {
        writes = Writes.none();
        try {
            readStreams();
            writes = Required.returned(command.handle(sight.state()), command, "handle()");
            refuseForeignWrites();
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    /**
     * Whether {@link #readAndDecide()} may be called again. After several rounds of reading it may not: what was found
     * by events that have been joined by others since might not be found again.
     */
    boolean canGoOn() {
        return rounds == 1 || sight.maySurviveDiscovery();
    }

    private void readStreams() {
        if (!versions().isEmpty()) {
            sight.refresh();
            oneMoment = true;
        }
        rounds = versions().isEmpty() ? 0 : 1;
        Set<StreamId> next = versions().isEmpty() ? declared() : discovered();
        while (!next.isEmpty()) {
            rounds++;
            sight.look(next);
            oneMoment = rounds == 1 && !sight.isRemembered();
            next = discovered();
        }
    }

    /** Whether the storage has other versions of the streams than were decided on. If not, they are of one moment. */
    private boolean haveMoved() {
        Map<StreamId, Long> versions = versions();
        if (versions.isEmpty()) {
            return true; // it went wrong before there was a version
        }
        oneMoment = sight.isStored() && versionsNow().equals(versions) && !hasLogChanged();
        return !oneMoment;
    }

    private Map<StreamId, Long> versionsNow() {
        return store.read(new ReadRequest(versions(), timeLeft.get()), event -> {});
    }

    private Set<StreamId> declared() {
        Set<StreamId> declared =
                Required.returned(command.streams(), command, "streams()").ids();
        if (declared.isEmpty()) {
            throw new InvalidStreamException(
                    command.getClass().getName() + " names no stream: streams() returns at least one.");
        }
        return declared;
    }

    private Set<StreamId> discovered() {
        Streams named = Required.returned(command.discover(sight.state()), command, "discover()");
        if (named.isEmpty()) {
            return Set.of();
        }
        Set<StreamId> found = new LinkedHashSet<>(named.ids());
        found.removeAll(versions().keySet());
        if (!found.isEmpty() && rounds > discoveryLimit) {
            throw new DiscoveryLimitException("Stream discovery of "
                    + command.getClass().getName() + " still found new streams, " + found + ", after "
                    + discoveryLimit + " rounds.");
        }
        return found;
    }

    /** One read is of one moment; several are if nothing has moved since. */
    private void refuseUnlessOneMoment() {
        if (oneMoment || versions().isEmpty()) {
            return;
        }
        Map<StreamId, Long> now = versionsNow();
        boolean another = hasLogChanged();
        versions().forEach((stream, version) -> {
            long actual = now.getOrDefault(stream, 0L);
            if (actual != version || another) {
                throw new VersionConflictException(stream, ExpectedVersion.exactly(version), actual);
            }
        });
    }

    private void refuseForeignWrites() {
        Set<StreamId> read = versions().keySet();
        for (Writes.Write write : writes.toList()) {
            if (!read.contains(write.stream())) {
                throw new UndeclaredStreamException(write.stream(), read);
            }
            if (!family.isInstance(write.event())) {
                throw ForeignEventException.written(write, family);
            }
        }
    }
}
