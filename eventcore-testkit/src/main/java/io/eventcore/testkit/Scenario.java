package io.eventcore.testkit;

import io.eventcore.Command;
import io.eventcore.CommandRejectedException;
import io.eventcore.ConfigurationException;
import io.eventcore.EventCodec;
import io.eventcore.EventCoreException;
import io.eventcore.EventMetadata;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.StoredEvent;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.memory.InMemoryEventStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A unit test of a command: what is in the store already, the command, and what must come of it. It runs on an {@link
 * InMemoryEventStore} of its own, on the calling thread, by a real executor.
 *
 * <pre>{@code
 * Scenario.of(AccountEvent.class)
 *         .given(ALICE, new Deposited(500))
 *         .given(BOB, new Deposited(10))
 *         .when(new Transfer(ALICE, BOB, 300))
 *         .then(Writes.to(ALICE, new Withdrawn(300)).and(BOB, new Deposited(300)))
 *         .thenState(AccountEvent.BALANCE, ALICE, 200L);
 * }</pre>
 *
 * <p>What does not hold is an {@link AssertionError} that shows what was given, the command, and expected and actual events
 * side by side. Ids are the same in each run, and so are times unless the clock is another one.
 *
 * <p><b>A scenario that ends with {@code when} asserts nothing</b>, and nothing can notice it: always say what is to come of
 * the command.
 *
 * <p>Immutable: each call returns another scenario, so tests can share the beginning of one in a constant. Nothing runs
 * before {@code when}; each {@code when} runs everything on a new store. Thread-safe, as long as clock and codec are.
 */
public final class Scenario {

    /** Where scenarios take their time from that have no clock of the test's own. */
    private static final Clock STANDING = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final ScenarioSettings settings;
    private final List<ScenarioStep.Timed> steps;

    Scenario(ScenarioSettings settings, List<ScenarioStep.Timed> steps) {
        this.settings = settings;
        this.steps = List.copyOf(steps);
    }

    /**
     * Starts with an empty store.
     *
     * @param roots the classes of the events that it knows, with those below them; see {@link EventTypes#of(Class...)}
     * @return the scenario
     * @throws io.eventcore.EventTypeRegistrationException if they cannot be registered
     */
    public static Scenario of(Class<?>... roots) {
        return of(EventTypes.of(roots));
    }

    /**
     * Starts with an empty store.
     *
     * @param types the event types that it knows
     * @return the scenario
     */
    public static Scenario of(EventTypes types) {
        return new Scenario(
                new ScenarioSettings(
                        types,
                        STANDING,
                        EventMetadata.empty(),
                        EventCodec.provided().orElse(null),
                        UnaryOperator.identity()),
                List.of());
    }

    /**
     * Writes and reads payloads by another codec than the one that eventcore-testkit brings, such as the application's own. A
     * payload that cannot be written, or would not come back as it is, fails as it would with a database.
     *
     * @param codec makes JSON of payloads, and payloads of JSON; {@link EventCodec#provided()} unless set
     * @return a scenario with this codec
     */
    public Scenario withCodec(EventCodec codec) {
        refuseNull(codec, "codec", "call withoutCodec() to keep payloads as objects");
        return new Scenario(settings.with(codec), steps);
    }

    /**
     * Keeps payloads as the objects that they are. Nothing then notices an event that a database could not keep.
     *
     * @return a scenario without a codec
     */
    public Scenario withoutCodec() {
        return new Scenario(settings.with((EventCodec) null), steps);
    }

    /**
     * Sets where the times of events come from. Each event given and each command takes the time when it runs, in whole
     * microseconds.
     *
     * @param clock one that stands at the beginning of 2026 (UTC) unless set
     * @return a scenario with this clock
     */
    public Scenario withClock(Clock clock) {
        refuseNull(clock, "clock", "leave the call out to take one that stands");
        // What was given without a clock happened when this one starts.
        Instant start = clock.instant();
        List<ScenarioStep.Timed> timed = steps.stream()
                .map(step -> step.at() == null ? new ScenarioStep.Timed(step.step(), start) : step)
                .toList();
        return new Scenario(settings.with(clock), timed);
    }

    /**
     * Says what is known of the events besides.
     *
     * @param metadata what each event gets, given or appended, beside the ids of its command that the executor fills in
     * @return a scenario with these metadata
     */
    public Scenario withMetadata(EventMetadata metadata) {
        refuseNull(metadata, "metadata", "leave the call out to have none");
        return new Scenario(settings.with(metadata), steps);
    }

    private static void refuseNull(@Nullable Object value, String setting, String remedy) {
        if (value == null) {
            throw new ConfigurationException("Scenario: " + setting + " is null: " + remedy + ".");
        }
    }

    /**
     * Puts something between the command and the store, such as a {@link FaultyStore}. What is given does not pass it.
     *
     * @param wrapper makes a store from the one in memory; called once in each run
     * @return a scenario with this store
     */
    public Scenario withStore(UnaryOperator<EventStore> wrapper) {
        return new Scenario(settings.with(wrapper), steps);
    }

    /**
     * Puts events into the store, behind those that were given before.
     *
     * @param stream the stream that holds them
     * @param events the payloads, in order
     * @return a scenario with these events
     */
    public Scenario given(StreamId stream, Object... events) {
        return after(new ScenarioStep.Events(stream, List.of(events)));
    }

    /**
     * Puts an event into the store as it stands in a database, for tests of upcasters; see
     * {@link InMemoryEventStore#load}. It needs a codec.
     *
     * @param stream the stream that holds it
     * @param type the stored name of its type
     * @param version the version of its shape
     * @param json its data
     * @return a scenario with this event
     */
    public Scenario givenStored(StreamId stream, String type, int version, String json) {
        return after(new ScenarioStep.Stored(stream, type, version, json));
    }

    /**
     * Executes a command beforehand. It is really executed; the scenario fails if it is refused.
     *
     * @param command the earlier command
     * @return a scenario with what it appended
     */
    public Scenario givenCommand(Command<?, ?> command) {
        return after(new ScenarioStep.Executed(command));
    }

    @SuppressWarnings("ReferenceEquality") // another clock that shows the same is the test's own
    private Scenario after(ScenarioStep step) {
        List<ScenarioStep.Timed> more = new ArrayList<>(steps);
        // With a clock of the test's own, it happened at the time that the clock shows now.
        more.add(new ScenarioStep.Timed(
                step, settings.clock() == STANDING ? null : settings.clock().instant()));
        return new Scenario(settings, more);
    }

    /**
     * Executes the command after all that is given, once: a version conflict is not tried again. This asserts nothing
     * yet.
     *
     * @param command the command under test
     * @return what came of it, to be asserted
     * @throws AssertionError if what is given cannot be stored or executed
     * @throws RuntimeException what the command throws, if that is no {@link EventCoreException}
     */
    public Outcome when(Command<?, ?> command) {
        return new Outcome(settings, new ScenarioRun(settings, steps, command), false);
    }

    /**
     * What came of a command. Each method checks one thing, and returns an outcome to check more. Immutable.
     *
     * <p>A refusal, or another failure, has to be expected: every method but {@link #thenStreams} and {@link #events} fails on
     * it unless {@link #thenRejected} or {@link #thenFailed} came first.
     */
    public static final class Outcome {
        private final ScenarioSettings settings;
        private final ScenarioRun run;
        private final ScenarioReport report;
        private final boolean failureExpected;

        private Outcome(ScenarioSettings settings, ScenarioRun run, boolean failureExpected) {
            this.settings = settings;
            this.run = run;
            this.report = new ScenarioReport(run);
            this.failureExpected = failureExpected;
        }

        /**
         * Asserts that the command appended exactly these events: those of each stream in their order, and none to any
         * other stream. The order between streams does not matter.
         *
         * @param expected the events, as the command would return them
         * @return this outcome
         */
        public Outcome then(Writes<?> expected) {
            report.refuseFailure(expected.isEmpty() ? "nothing to happen" : "events", failureExpected);
            report.refuseUnlessAppended(expected);
            return this;
        }

        /**
         * Asserts that the command appended nothing, and was not refused.
         *
         * @return this outcome
         */
        public Outcome thenNothing() {
            return then(Writes.none());
        }

        /**
         * Asserts that the command was refused, by a {@link CommandRejectedException}, and nothing was appended.
         *
         * @param reason the exact reason that it gives
         * @return this outcome
         */
        public Outcome thenRejected(String reason) {
            report.refuseUnlessRejected(reason);
            report.refuseUnlessAppended(Writes.none());
            return new Outcome(settings, run, true);
        }

        /**
         * Asserts that the command failed. Whether something was appended is left open: an
         * {@link io.eventcore.UnknownOutcomeException} leaves it open too.
         *
         * @param type the class of the exception, or one above it
         * @return this outcome
         */
        public Outcome thenFailed(Class<? extends EventCoreException> type) {
            report.refuseUnlessFailed(type);
            return new Outcome(settings, run, true);
        }

        /**
         * Asserts what a stream's events, with those that the command appended, lead to.
         *
         * @param fold how events become the state; it need not be the command's own
         * @param stream the stream, which the command need not have read
         * @param expected what the state must be equal to
         * @param <T> the state of a stream
         * @return this outcome
         */
        public <T> Outcome thenState(StreamFold<T, ?> fold, StreamId stream, T expected) {
            report.refuseFailure("a state", failureExpected);
            report.refuseUnlessFoldedTo(fold, stream, expected);
            return this;
        }

        /**
         * Asserts what the command itself makes of its streams, named and discovered, after what it appended.
         *
         * @param expected what the state must be equal to
         * @return this outcome
         * @throws IllegalStateException for a {@link StreamCommand}, which has a state of each stream: ask for them one
         *     by one
         */
        public Outcome thenState(Object expected) {
            if (run.command() instanceof StreamCommand<?, ?>) {
                throw new IllegalStateException(
                        "A StreamCommand has a state of each stream: ask for them one by one, by"
                                + " thenState(fold, stream, expected).");
            }
            report.refuseFailure("a state", failureExpected);
            report.refuseUnlessState(expected);
            return this;
        }

        /**
         * Asserts which streams the command read, discovered ones included: its consistency boundary.
         *
         * @param streams exactly these, in any order
         * @return this outcome
         */
        public Outcome thenStreams(StreamId... streams) {
            report.refuseUnlessRead(Set.of(streams));
            return this;
        }

        /** {@return the events that the command appended, as they are read again, in their order; none if it was refused} */
        public List<StoredEvent<Object>> events() {
            return run.appended();
        }

        /**
         * {@return a scenario that stands where this outcome left off} What came before is run again by each
         * {@code when}, with the same ids and at the times of now.
         */
        public Scenario and() {
            report.refuseFailure("success", failureExpected);
            return new Scenario(settings, run.all());
        }
    }
}
