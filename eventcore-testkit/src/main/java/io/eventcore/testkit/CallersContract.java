package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.EventCoreException;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.RetryPolicy;
import io.eventcore.StreamId;
import io.eventcore.testkit.ContractCommands.Count;
import io.eventcore.testkit.ContractCommands.Intrude;
import io.eventcore.testkit.ContractCommands.NoteOnce;
import io.eventcore.testkit.ContractEvent.Noted;
import io.eventcore.testkit.Together.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Blocking and asynchronous callers get the same answers, however many they are. */
abstract class CallersContract extends ContractTest {

    CallersContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void blockingAndAsynchronousAppendsGiveTheSameAnswers() {
        List<String> blocking = answersTo("blocking", request -> store.append(request));
        List<String> asynchronous =
                answersTo("asynchronous", request -> store.appendAsync(request).join());

        assertThat(asynchronous).isEqualTo(blocking);
        assertThat(payloads(StreamId.of("asynchronous"))).isEqualTo(payloads(StreamId.of("blocking")));
    }

    /** Carries out a request in one of the two ways. */
    private interface Way {
        Object append(AppendRequest request);
    }

    private List<String> answersTo(String name, Way way) {
        StreamId stream = StreamId.of(name);
        NewEvent event = NewEvent.of(stream, new Noted("with an id of its own"));
        AppendRequest first = AppendRequest.to(stream, ExpectedVersion.noStream(), notes(2));
        AppendRequest behind = AppendRequest.builder()
                .expect(stream, ExpectedVersion.any())
                .append(event)
                .build();
        AppendRequest check = AppendRequest.builder()
                .expect(stream, ExpectedVersion.exactly(3))
                .build();
        return List.of(first, first, behind, behind, check).stream()
                .map(request -> answer(() -> way.append(request)))
                .toList();
    }

    @Test
    void blockingAndAsynchronousCommandsGiveTheSameAnswers() {
        ExecutionOptions once = ExecutionOptions.defaults().withRetryPolicy(RetryPolicy.never());
        CommandExecutor executor = executor(store);
        List<String> blocking = new ArrayList<>();
        List<String> asynchronous = new ArrayList<>();

        for (Command<?, ContractEvent> command : commandsOn(StreamId.of("blocking"))) {
            blocking.add(answer(() -> executor.execute(command, once)));
        }
        for (Command<?, ContractEvent> command : commandsOn(StreamId.of("asynchronous"))) {
            asynchronous.add(answer(() -> executor.executeAsync(command, once).join()));
        }

        assertThat(blocking)
                .containsExactly(
                        "done, 1 events", "done, 0 events", "command-rejected", "version-conflict", "done, 1 events");
        assertThat(asynchronous).isEqualTo(blocking);
    }

    private List<Command<?, ContractEvent>> commandsOn(StreamId stream) {
        Noted note = new Noted("once");
        return List.of(
                new NoteOnce(stream, note),
                new NoteOnce(stream, note),
                new NoteOnce(stream, new Noted("another")),
                new Intrude(stream, 1, () -> append(stream, new Noted("intruder"))),
                new Count(stream));
    }

    @Test
    void manyCallersAtOnceAllGetTheirAnswer() throws Exception {
        CommandExecutor executor = executor(store);
        List<Callable<ExecutionResult>> commands = new ArrayList<>();
        for (int caller = 0; caller < sizes.callers(); caller++) {
            StreamId stream = StreamId.of("contract-caller-" + caller);
            commands.add(
                    caller % 2 == 0
                            ? () -> executor.execute(new Count(stream))
                            : () -> executor.executeAsync(new Count(stream)).get());
        }

        try (Together together = new Together(sizes.callers(), sizes.patience())) {
            assertThat(together.each(commands)).extracting(Outcome::failure).allMatch(failure -> failure.isEmpty());
        }

        for (int caller = 0; caller < sizes.callers(); caller++) {
            assertThat(version(StreamId.of("contract-caller-" + caller))).isEqualTo(1);
        }
    }

    @Test
    void aCallerThatIsInterruptedLearnsItAndTheStoreGoesOn() {
        boolean stillInterrupted;
        String answer;
        Thread.currentThread().interrupt();
        try {
            answer = answer(() -> store.append(AppendRequest.to(A, ExpectedVersion.noStream(), notes(1))));
        } finally {
            stillInterrupted = Thread.interrupted();
        }

        assertThat(answer).isIn("done", "interrupted");
        assertThat(stillInterrupted).as("the interrupt flag is kept").isTrue();
        append(B, new Noted("after the interruption"));
        assertThat(payloads(B)).containsExactly(new Noted("after the interruption"));
    }

    /** The answer in words that are the same for each way to ask. */
    private static String answer(Callable<?> call) {
        try {
            return call.call() instanceof ExecutionResult result
                    ? "done, " + result.events().size() + " events"
                    : "done";
        } catch (CompletionException e) {
            return codeOf(e.getCause());
        } catch (Exception e) {
            return codeOf(e);
        }
    }

    private static String codeOf(@Nullable Throwable failure) {
        return failure instanceof EventCoreException known ? known.code().toString() : String.valueOf(failure);
    }
}
