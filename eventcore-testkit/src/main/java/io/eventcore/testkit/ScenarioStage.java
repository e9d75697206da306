package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.CommandRejectedException;
import io.eventcore.EventCoreException;
import io.eventcore.EventFilter;
import io.eventcore.EventStore;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExpectedVersion;
import io.eventcore.FeedPage;
import io.eventcore.NewEvent;
import io.eventcore.RetryPolicy;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.memory.InMemoryEventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The store of one run of a scenario, with all that makes its events the same each time. */
final class ScenarioStage {

    private static final int PAGE = 1000;

    private final ScenarioSettings settings;
    private final TestClock now;
    private final InMemoryEventStore store;
    private final EventStore wrapped;
    private final SeededIds eventIds = SeededIds.of(1);
    private final SeededIds commandIds = SeededIds.of(2);

    ScenarioStage(ScenarioSettings settings) {
        this.settings = settings;
        this.now = TestClock.at(settings.clock().instant());
        this.store = settings.newStore(now);
        this.wrapped = settings.wrapper().apply(store);
    }

    /** The time of what happens next: a time that is known already, or what the scenario's clock shows. */
    Instant startAt(Optional<Instant> known) {
        Instant time = known.orElseGet(settings.clock()::instant);
        now.set(time);
        return time;
    }

    void append(StreamId stream, List<Object> events) {
        AppendRequest.Builder request = AppendRequest.builder().expect(stream, ExpectedVersion.any());
        for (Object event : events) {
            request.append(new NewEvent(stream, eventIds.get(), event, settings.metadata()));
        }
        try {
            store.append(request.build());
        } catch (EventCoreException e) {
            throw new AssertionError(
                    "The given events of stream '" + stream + "' cannot be stored: " + e.getMessage(), e);
        }
    }

    void load(ScenarioStep.Stored event) {
        store.load(event.stream(), event.type(), event.version(), event.json());
    }

    void execute(Command<?, ?> command) {
        try {
            executorOn(store).execute(command);
        } catch (CommandRejectedException e) {
            throw new AssertionError("The given command " + command + " was refused: " + e.reason(), e);
        } catch (EventCoreException e) {
            throw new AssertionError("The given command " + command + " failed: " + e.getMessage(), e);
        }
    }

    /** Its outcome was looked at when it was tried for the first time, and is the same now. */
    void tryAgain(Command<?, ?> command) {
        attempt(command, wrapped);
    }

    /** What the command fails with, if it does; notes in the set which streams it reads. */
    Optional<EventCoreException> attempt(Command<?, ?> command, Set<StreamId> streamsRead) {
        CountingStore counting = new CountingStore(wrapped);
        try {
            return attempt(command, counting);
        } finally {
            streamsRead.addAll(counting.streamsRead());
        }
    }

    private Optional<EventCoreException> attempt(Command<?, ?> command, EventStore on) {
        try {
            executorOn(on).execute(command);
            return Optional.empty();
        } catch (EventCoreException failure) {
            return Optional.of(failure);
        }
    }

    /** Nobody else writes, so a conflict is one that the test has made: it is not to be tried again. */
    private CommandExecutor executorOn(EventStore on) {
        ExecutionOptions options =
                ExecutionOptions.defaults().withMetadata(settings.metadata()).withRetryPolicy(RetryPolicy.never());
        return CommandExecutor.builder(on)
                .defaultOptions(options)
                .eventIds(eventIds)
                .commandIds(commandIds::nextUuid)
                .build();
    }

    long head() {
        return store.feed().head();
    }

    /** The events behind a position, as they are read. */
    List<StoredEvent<Object>> eventsAfter(long position) {
        List<StoredEvent<Object>> events = new ArrayList<>();
        long head = head();
        for (long at = position; at < head; ) {
            FeedPage page = store.feed().read(at, EventFilter.all(), PAGE);
            events.addAll(page.events());
            at = page.position();
        }
        return events;
    }

    List<StoredEvent<Object>> eventsOf(StreamId stream) {
        return store.read(stream);
    }

    /** What a command makes of its streams now. */
    <S, E> S stateOf(Command<S, E> command, Set<StreamId> streamsRead) {
        StateProbe<S, E> probe = new StateProbe<>(command, streamsRead);
        ExecutionOptions options = ExecutionOptions.defaults().withDiscoveryLimit(Integer.MAX_VALUE);
        CommandExecutor.create(store).execute(probe, options);
        return probe.state();
    }
}
