package io.eventcore;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error has a stable code, names its values, and says what to do. */
class ErrorTreeTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");
    private static final EventId ID = EventId.of("01890a5d-ac96-774b-bcce-b302099a8057");

    private static final Lease LEASE = new Lease(
            new ProjectionId("balances", 2), new Segment(3, 8), "host-1", 17, Duration.ofSeconds(10), Long.MAX_VALUE);

    /** Codes stand in other people's logs, alerts and clients. A new one is added here; none is ever changed. */
    private static final Map<ErrorCode, String> CODES = Map.ofEntries(
            entry(ErrorCode.VERSION_CONFLICT, "version-conflict"),
            entry(ErrorCode.DUPLICATE_EVENT, "duplicate-event"),
            entry(ErrorCode.COMMAND_REJECTED, "command-rejected"),
            entry(ErrorCode.UNDECLARED_STREAM, "undeclared-stream"),
            entry(ErrorCode.DISCOVERY_LIMIT, "discovery-limit"),
            entry(ErrorCode.INVALID_COMMAND, "invalid-command"),
            entry(ErrorCode.INVALID_STREAM, "invalid-stream"),
            entry(ErrorCode.EVENT_TYPE_REGISTRATION, "event-type-registration"),
            entry(ErrorCode.UNREGISTERED_EVENT, "unregistered-event"),
            entry(ErrorCode.UNKNOWN_EVENT_TYPE, "unknown-event-type"),
            entry(ErrorCode.FOREIGN_EVENT, "foreign-event"),
            entry(ErrorCode.EVENT_CODEC, "event-codec"),
            entry(ErrorCode.INVALID_EVENT, "invalid-event"),
            entry(ErrorCode.OVERLOADED, "overloaded"),
            entry(ErrorCode.DEADLINE_EXCEEDED, "deadline-exceeded"),
            entry(ErrorCode.QUERY_TIMEOUT, "query-timeout"),
            entry(ErrorCode.STORE_CLOSED, "store-closed"),
            entry(ErrorCode.STORE_UNAVAILABLE, "store-unavailable"),
            entry(ErrorCode.STORE_READ_ONLY, "store-read-only"),
            entry(ErrorCode.UNKNOWN_OUTCOME, "unknown-outcome"),
            entry(ErrorCode.STORAGE_FAILURE, "storage-failure"),
            entry(ErrorCode.CONFIGURATION, "configuration"),
            entry(ErrorCode.INTERRUPTED, "interrupted"),
            entry(ErrorCode.CHECKPOINT_MOVED, "checkpoint-moved"),
            entry(ErrorCode.CHECKPOINT_AHEAD, "checkpoint-ahead"),
            entry(ErrorCode.LEASE_LOST, "lease-lost"),
            entry(ErrorCode.UNKNOWN_PROJECTION, "unknown-projection"),
            entry(ErrorCode.UNDECODABLE_EVENT, "undecodable-event"),
            entry(ErrorCode.PROJECTION_FAILED, "projection-failed"));

    static Stream<Arguments> samples() {
        StoredEvent<Object> foreign =
                new StoredEvent<>(ID, ALICE, 3, 17, "order-placed", "payload", EventMetadata.empty(), Instant.EPOCH);
        return Stream.of(
                sample(
                        new VersionConflictException(ALICE, ExpectedVersion.exactly(7), 9),
                        ErrorCode.VERSION_CONFLICT,
                        "account-alice",
                        "7",
                        "9"),
                sample(new DuplicateEventException(ID), ErrorCode.DUPLICATE_EVENT, ID.toString()),
                sample(new CommandRejectedException("no funds"), ErrorCode.COMMAND_REJECTED, "no funds"),
                sample(
                        new UndeclaredStreamException(ALICE, Set.of(BOB)),
                        ErrorCode.UNDECLARED_STREAM,
                        "account-alice",
                        "account-bob"),
                sample(new DiscoveryLimitException("10 rounds"), ErrorCode.DISCOVERY_LIMIT, "10 rounds"),
                sample(new InvalidCommandException("no streams"), ErrorCode.INVALID_COMMAND, "no streams"),
                sample(new InvalidStreamException("blank"), ErrorCode.INVALID_STREAM, "blank"),
                sample(new EventTypeRegistrationException("no name"), ErrorCode.EVENT_TYPE_REGISTRATION, "no name"),
                sample(new UnregisteredEventException(String.class), ErrorCode.UNREGISTERED_EVENT, "java.lang.String"),
                sample(
                        new UnknownEventTypeException("order-placed", ALICE, 3, 17),
                        ErrorCode.UNKNOWN_EVENT_TYPE,
                        "order-placed",
                        "account-alice",
                        "3",
                        "17"),
                sample(
                        ForeignEventException.read(foreign, AccountEvent.class),
                        ErrorCode.FOREIGN_EVENT,
                        "account-alice",
                        "3",
                        "17",
                        "order-placed",
                        "io.eventcore.AccountEvent"),
                sample(
                        ForeignEventException.written(new Writes.Write(ALICE, "text"), AccountEvent.class),
                        ErrorCode.FOREIGN_EVENT,
                        "account-alice",
                        "java.lang.String",
                        "io.eventcore.AccountEvent"),
                sample(new EventCodecException("not JSON"), ErrorCode.EVENT_CODEC, "not JSON"),
                sample(new InvalidEventException("a NUL"), ErrorCode.INVALID_EVENT, "a NUL"),
                sample(new OverloadedException("1024 wait"), ErrorCode.OVERLOADED, "1024 wait"),
                sample(
                        DeadlineExceededException.beforeStart(Duration.ofMillis(250)),
                        ErrorCode.DEADLINE_EXCEEDED,
                        "250 ms",
                        "nothing was appended"),
                sample(
                        DeadlineExceededException.underWay(Duration.ofMillis(250)),
                        ErrorCode.DEADLINE_EXCEEDED,
                        "250 ms",
                        "may still commit"),
                sample(
                        DeadlineExceededException.whileReading(Duration.ofMillis(250)),
                        ErrorCode.DEADLINE_EXCEEDED,
                        "250 ms",
                        "nothing was appended"),
                sample(new QueryTimeoutException("30 s"), ErrorCode.QUERY_TIMEOUT, "30 s"),
                sample(new StoreClosedException("closed"), ErrorCode.STORE_CLOSED, "closed"),
                sample(new StoreUnavailableException("no route"), ErrorCode.STORE_UNAVAILABLE, "no route"),
                sample(new UnknownOutcomeException("cut"), ErrorCode.UNKNOWN_OUTCOME, "cut"),
                sample(new StorageException("disk full"), ErrorCode.STORAGE_FAILURE, "disk full"),
                sample(new ConfigurationException("maxPool"), ErrorCode.CONFIGURATION, "maxPool"),
                sample(
                        new ExecutionInterruptedException("waited", new InterruptedException()),
                        ErrorCode.INTERRUPTED,
                        "waited"),
                sample(new CheckpointMovedException(LEASE, 5, 6), ErrorCode.CHECKPOINT_MOVED, "balances", "5", "6"),
                sample(
                        CheckpointAheadException.beyondTheEnd(LEASE, 6, 5),
                        ErrorCode.CHECKPOINT_AHEAD,
                        "balances",
                        "6",
                        "5"),
                sample(
                        new StoreReadOnlyException("a standby", new IllegalStateException()),
                        ErrorCode.STORE_READ_ONLY,
                        "a standby"),
                sample(new LeaseLostException(LEASE), ErrorCode.LEASE_LOST, "balances v2", "3/8", "host-1", "17"),
                sample(new UnknownProjectionException(LEASE.projection()), ErrorCode.UNKNOWN_PROJECTION, "balances v2"),
                sample(
                        new UndecodableEventException(EventReference.to(foreign), new EventCodecException("not JSON")),
                        ErrorCode.UNDECODABLE_EVENT,
                        "account-alice",
                        "3",
                        "17",
                        "order-placed",
                        "not JSON"),
                sample(
                        new ProjectionFailedException("balances", 41, "poison", new IllegalStateException()),
                        ErrorCode.PROJECTION_FAILED,
                        "balances",
                        "41",
                        "poison"));
    }

    private static Arguments sample(EventCoreException error, ErrorCode code, String... values) {
        return Arguments.of(error, code, List.of(values));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void carriesItsCodeItsHelpAndItsValues(EventCoreException error, ErrorCode code, List<String> values) {
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.help()).isEqualTo(code.help());
        assertThat(error).message().contains(values);
        assertThat(error.problem()).contains(values).doesNotContain(code.help());
        if (code == ErrorCode.COMMAND_REJECTED) {
            assertThat(error).hasMessage(error.problem());
        } else {
            assertThat(error)
                    .hasMessageStartingWith(error.problem())
                    .hasMessageEndingWith(". " + code.help())
                    .hasStackTraceContaining(code.help());
        }
    }

    @Test
    void everyClassOfTheTreeHasASampleAndACodeOfItsOwn() {
        Map<Class<?>, Set<ErrorCode>> codes = samples()
                .map(arguments -> (EventCoreException) arguments.get()[0])
                .collect(Collectors.groupingBy(
                        EventCoreException::getClass,
                        Collectors.mapping(EventCoreException::code, Collectors.toSet())));

        assertThat(codes.keySet()).containsExactlyInAnyOrderElementsOf(tree(EventCoreException.class));
        assertThat(codes.values())
                .allSatisfy(ofOneClass -> assertThat(ofOneClass).hasSize(1));
        assertThat(codes.values().stream().flatMap(Set::stream))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrder(ErrorCode.values());
    }

    private static List<Class<?>> tree(Class<?> root) {
        if (!root.isSealed()) {
            return List.of(root);
        }
        List<Class<?>> leaves = new ArrayList<>();
        for (Class<?> permitted : root.getPermittedSubclasses()) {
            leaves.addAll(tree(permitted));
        }
        return leaves;
    }

    @Test
    void noCodeHasEverChanged() {
        Map<ErrorCode, String> now =
                Arrays.stream(ErrorCode.values()).collect(Collectors.toMap(code -> code, ErrorCode::code));

        assertThat(now).containsExactlyInAnyOrderEntriesOf(CODES);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeSaysWhatHappenedAndWhatToDo(ErrorCode code) {
        assertThat(code).hasToString(code.code());
        assertThat(code.code()).matches("[a-z]+(-[a-z]+)*");
        assertThat(code.help().split("(?<=[.;:]) "))
                .as("what happened, and what to do")
                .hasSizeGreaterThan(1);
        assertThat(code.help()).endsWith(".").doesNotContain("  ");
    }

    @Test
    void everyErrorThatIsGivenACauseKeepsIt() {
        Throwable cause = new IllegalStateException("the cause");
        assertThat(List.of(
                        new EventCodecException("m", cause),
                        new InvalidEventException("m", cause),
                        new OverloadedException("m", cause),
                        new StoreUnavailableException("m", cause),
                        new UnknownOutcomeException("m", cause),
                        new StorageException("m", cause),
                        new ConfigurationException("m", cause),
                        new ExecutionInterruptedException("m", cause),
                        new ProjectionFailedException("p", 1, "m", cause)))
                .allSatisfy(error -> assertThat(error).hasCause(cause));
    }

    @Test
    void everyErrorAnswersWithTheValuesItWasMadeOf() {
        VersionConflictException conflict = new VersionConflictException(ALICE, ExpectedVersion.noStream(), 2);
        assertThat(conflict.stream()).isEqualTo(ALICE);
        assertThat(conflict.expected()).isEqualTo(ExpectedVersion.noStream());
        assertThat(conflict.actual()).isEqualTo(2);
        assertThat(conflict.attempts()).isEqualTo(1);

        UndeclaredStreamException undeclared = new UndeclaredStreamException(ALICE, Set.of(BOB));
        assertThat(undeclared.stream()).isEqualTo(ALICE);
        assertThat(undeclared.declared()).containsExactly(BOB);

        UnknownEventTypeException unknown = new UnknownEventTypeException("order-placed", ALICE, 3, 17);
        assertThat(unknown.type()).isEqualTo("order-placed");
        assertThat(unknown.stream()).isEqualTo(ALICE);
        assertThat(unknown.version()).isEqualTo(3);
        assertThat(unknown.position()).isEqualTo(17);

        ForeignEventException foreign =
                ForeignEventException.written(new Writes.Write(ALICE, "text"), AccountEvent.class);
        assertThat(foreign.stream()).isEqualTo(ALICE);
        assertThat(foreign.type()).isEqualTo("java.lang.String");

        ProjectionFailedException failed =
                new ProjectionFailedException("balances", 41, "poison", new IllegalStateException());
        assertThat(failed.projection()).isEqualTo("balances");
        assertThat(failed.position()).isEqualTo(41);

        assertThat(new DuplicateEventException(ID).eventId()).isEqualTo(ID);
        assertThat(new UnregisteredEventException(String.class).payloadType()).isEqualTo(String.class);
        assertThat(new CommandRejectedException("no funds").reason()).isEqualTo("no funds");
        assertThat(DeadlineExceededException.beforeStart(Duration.ofMillis(1)).mayHaveCommitted())
                .isFalse();
        assertThat(DeadlineExceededException.underWay(Duration.ofMillis(1)).mayHaveCommitted())
                .isTrue();
    }
}
