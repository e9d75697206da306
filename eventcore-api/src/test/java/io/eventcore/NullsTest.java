package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A null is refused by an error with a code, and a sentence that names what is missing. */
@SuppressWarnings("NullAway") // what a caller without NullAway may do
class NullsTest {

    private static final StreamId A = StreamId.of("a");
    private static final AccountEvent EVENT = new AccountEvent.Deposited(1);
    private static final ExecutionOptions OPTIONS = ExecutionOptions.defaults();

    static Stream<Arguments> nulls() {
        return Stream.of(
                refused(ErrorCode.INVALID_STREAM, () -> StreamId.of(null)),
                refused(ErrorCode.INVALID_STREAM, () -> Streams.of((StreamId) null)),
                refused(ErrorCode.INVALID_STREAM, () -> Streams.of(A, null)),
                refused(ErrorCode.INVALID_STREAM, () -> Streams.of((StreamId[]) null)),
                refused(ErrorCode.INVALID_STREAM, () -> Streams.of((List<StreamId>) null)),
                refused(ErrorCode.INVALID_STREAM, () -> Writes.to(null, EVENT)),
                refused(ErrorCode.INVALID_EVENT, () -> Writes.to(A, (AccountEvent) null)),
                refused(ErrorCode.INVALID_EVENT, () -> Writes.to(A, EVENT, null)),
                refused(ErrorCode.INVALID_EVENT, () -> Writes.to(A, EVENT).and(A, Collections.singletonList(null))),
                refused(ErrorCode.INVALID_EVENT, () -> Writes.to(A, (List<AccountEvent>) null)),
                refused(ErrorCode.INVALID_EVENT, () -> NewEvent.of(A, null)),
                refused(ErrorCode.INVALID_STREAM, () -> NewEvent.of(null, EVENT)),
                refused(ErrorCode.INVALID_STREAM, () -> AppendRequest.to(null, ExpectedVersion.any(), EVENT)),
                refused(ErrorCode.INVALID_STREAM, () -> AppendRequest.to(A, null, EVENT)),
                refused(ErrorCode.INVALID_EVENT, () -> AppendRequest.builder().append(null)),
                refused(ErrorCode.CONFIGURATION, () -> AppendRequest.builder().timeout(null)),
                refused(ErrorCode.INVALID_STREAM, () -> ReadRequest.of((StreamId) null)),
                refused(ErrorCode.INVALID_STREAM, () -> ReadRequest.of(A, null)),
                refused(ErrorCode.INVALID_STREAM, () -> new ReadRequest(null)),
                refused(ErrorCode.CONFIGURATION, () -> OPTIONS.withTimeout(null)),
                refused(ErrorCode.CONFIGURATION, () -> OPTIONS.withRetryPolicy(null)),
                refused(ErrorCode.CONFIGURATION, () -> OPTIONS.withMetadata(null)),
                refused(ErrorCode.CONFIGURATION, () -> OPTIONS.withCommandId(null)),
                refused(ErrorCode.CONFIGURATION, () -> CommandExecutor.create(null)),
                refused(ErrorCode.CONFIGURATION, () -> executor().execute(new Given(Streams.of(A), 0L, null), null)),
                refused(ErrorCode.INVALID_COMMAND, () -> executor().execute(null)),
                refused(
                        ErrorCode.INVALID_COMMAND,
                        () -> executor().executeAsync(null).join()),
                refused(ErrorCode.INVALID_COMMAND, () -> executor().execute(new Given(null, 0L, Writes.none()))),
                refused(
                        ErrorCode.INVALID_COMMAND,
                        () -> executor().execute(new Given(Streams.of(A), null, Writes.none()))),
                refused(ErrorCode.INVALID_COMMAND, () -> executor().execute(new Given(Streams.of(A), 0L, null))),
                refused(ErrorCode.CONFIGURATION, () -> EventMetadata.builder().userId(null)),
                refused(ErrorCode.CONFIGURATION, () -> EventMetadata.builder().custom("key", null)),
                refused(ErrorCode.CONFIGURATION, () -> EventTypes.of(AccountEvent.class, null)),
                refused(
                        ErrorCode.CONFIGURATION,
                        () -> EventTypes.builder(AccountEvent.class).upcast("opened", 1, null)),
                refused(ErrorCode.EVENT_TYPE_REGISTRATION, () -> StreamFold.over(AccountEvent.class, null)));
    }

    private static Arguments refused(ErrorCode code, Callable<?> call) {
        return Arguments.of(code, call);
    }

    private static CommandExecutor executor() {
        return CommandExecutor.create(new ScriptedStore());
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void isRefusedWithACodeAndASentence(ErrorCode code, Callable<?> call) {
        Throwable refusal = catchThrowable(call::call);

        assertThat(refusal).isInstanceOf(EventCoreException.class).hasMessageContaining("null");
        assertThat(((EventCoreException) refusal).code()).isEqualTo(code);
    }

    /** A command whose methods return what the test says. */
    private record Given(Streams streams, Long initialState, Writes<AccountEvent> writes)
            implements Command<Long, AccountEvent> {
        @Override
        public Long apply(Long state, StoredEvent<AccountEvent> event) {
            return state;
        }

        @Override
        public Writes<AccountEvent> handle(Long state) {
            return writes;
        }
    }
}
