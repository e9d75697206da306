package io.eventcore;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.fasterxml.uuid.UUIDType;
import com.fasterxml.uuid.impl.UUIDUtil;
import io.github.resilience4j.retry.Retry;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Executes commands: reads their streams, lets them decide, appends what they decided, and tries again when another
 * command got in between. Thread-safe; one per store is enough.
 *
 * <p>Its own threads are daemons, start when they are first needed and end when they have been idle for a while, so
 * there is nothing to close.
 */
public final class CommandExecutor {

    private final EventStore store;
    private final ExecutionOptions defaults;
    private final Retry defaultRetry;
    private final Supplier<EventId> eventIds;
    private final Supplier<UUID> commandIds;
    private final Executor workers;
    private final Turns turns = new Turns();
    private final ScheduledExecutorService scheduler;
    private final CommandTelemetry telemetry;

    private CommandExecutor(Builder builder) {
        this.store = builder.store;
        this.defaults = builder.defaults;
        this.defaultRetry = builder.defaults.retryPolicy().toRetry();
        RandomBlocks random = new RandomBlocks();
        this.eventIds = builder.eventIds != null ? builder.eventIds : timeOrderedIds(random);
        this.commandIds = builder.commandIds != null ? builder.commandIds : () -> randomId(random);
        this.workers = builder.workers != null ? builder.workers : ExecutorThreads.workers();
        this.scheduler = builder.scheduler != null ? builder.scheduler : ExecutorThreads.scheduler();
        this.telemetry = new CommandTelemetry(builder.telemetry);
    }

    /**
     * {@return an executor with default settings}
     *
     * @param store where the commands read and append; the executor does not close it
     */
    public static CommandExecutor create(EventStore store) {
        return builder(store).build();
    }

    /**
     * {@return a builder that starts with default settings}
     *
     * @param store where the commands read and append; the executor does not close it
     */
    public static Builder builder(EventStore store) {
        return new Builder(store);
    }

    /**
     * Executes a command with the default options, as {@link #execute(Command, ExecutionOptions)} does.
     *
     * @param <S> the state that the command decides on
     * @param <E> the root of its events
     * @param command what to do; its methods may be called several times, and on different threads in turn
     * @return what the command did
     */
    public <S, E> ExecutionResult execute(Command<S, E> command) {
        return execute(command, defaults);
    }

    /**
     * Executes a command and waits until its events are durable. The first attempt reads and decides on the calling
     * thread.
     *
     * @param <S> the state that the command decides on
     * @param <E> the root of its events
     * @param command what to do; its methods may be called several times, and on different threads in turn
     * @param options how to execute it; none of the default options is used then
     * @return what the command did
     * @throws CommandRejectedException if the command's rules refuse it
     * @throws VersionConflictException if other commands got in between in every attempt
     * @throws UndeclaredStreamException if it writes to a stream that it did not name
     * @throws DiscoveryLimitException if stream discovery does not end
     * @throws ForeignEventException if it meets, or writes, an event of another family
     * @throws DeadlineExceededException if the time-out ends first
     * @throws ExecutionInterruptedException if the thread is interrupted
     * @throws EventCoreException any other that {@link EventStore#append} and {@link EventStore#read} name
     */
    public <S, E> ExecutionResult execute(Command<S, E> command, ExecutionOptions options) {
        Execution<S, E> execution = newExecution(command, options);
        CompletableFuture<ExecutionResult> outcome = execution.startHere();
        try {
            return outcome.isDone() ? outcome.get() : outcome.get(execution.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw Futures.rethrow(Futures.unwrap(e));
        } catch (TimeoutException e) {
            DeadlineExceededException timeout = execution.expire();
            execution.abandon();
            throw timeout;
        } catch (InterruptedException e) {
            execution.abandon();
            throw Futures.interrupted(e);
        }
    }

    /**
     * Executes a command with the default options, as {@link #executeAsync(Command, ExecutionOptions)} does.
     *
     * @param <S> the state that the command decides on
     * @param <E> the root of its events
     * @param command what to do; its methods may be called several times, and on different threads in turn
     * @return what the command did, as soon as its events are durable
     */
    public <S, E> CompletableFuture<ExecutionResult> executeAsync(Command<S, E> command) {
        return executeAsync(command, defaults);
    }

    /**
     * Executes a command as {@link #execute(Command, ExecutionOptions)} does, without blocking the caller. The future
     * fails with the exceptions named there, and with {@link OverloadedException} if the workers refuse the command.
     *
     * <p>Cancelling the future, or completing it in another way, gives the command up: an append that is already under
     * way may still commit. What is chained to it without an executor must not block: it runs on one of the workers,
     * on the thread that watches time-outs, or, if the workers refuse it, on a thread of the store.
     *
     * @param <S> the state that the command decides on
     * @param <E> the root of its events
     * @param command what to do; its methods may be called several times, and on different threads in turn
     * @param options how to execute it; none of the default options is used then
     * @return what the command did, as soon as its events are durable
     */
    @SuppressWarnings("FutureReturnValueIgnored") // what they return is the promise, which the caller gets
    public <S, E> CompletableFuture<ExecutionResult> executeAsync(Command<S, E> command, ExecutionOptions options) {
        Execution<S, E> execution = newExecution(command, options);
        CompletableFuture<ExecutionResult> outcome = new CompletableFuture<>();
        CompletableFuture<ExecutionResult> promise = new CompletableFuture<>();
        Runnable endOfTime = () -> {
            if (outcome.isDone()) {
                relay(outcome, promise); // no worker was free to tell it
            } else {
                promise.completeExceptionally(execution.expire());
            }
        };
        ScheduledFuture<?> deadline = scheduler.schedule(endOfTime, execution.remainingNanos(), TimeUnit.NANOSECONDS);
        promise.whenComplete((result, failure) -> {
            deadline.cancel(false);
            execution.abandon();
        });
        relay(execution.start(), outcome);
        outcome.whenCompleteAsync((result, failure) -> relay(outcome, promise), workers)
                .whenComplete((result, failure) -> relay(outcome, promise)); // the workers may have refused
        return promise;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what it returns is told by the other future
    private static <T> void relay(CompletableFuture<T> from, CompletableFuture<T> to) {
        from.whenComplete((result, failure) -> {
            if (failure == null) {
                to.complete(result);
            } else {
                to.completeExceptionally(Futures.unwrap(failure));
            }
        });
    }

    private <S, E> Execution<S, E> newExecution(Command<S, E> command, ExecutionOptions options) {
        Required.command(command);
        Required.setting(options, "the options of the command");
        Retry retry = options.retryPolicy().equals(defaults.retryPolicy())
                ? defaultRetry
                : options.retryPolicy().toRetry();
        return new Execution<>(
                store, command, options, eventIds, commandIds, retry, workers, turns, scheduler, telemetry);
    }

    private static UUID randomId(Random random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return UUIDUtil.constructUUID(UUIDType.RANDOM_BASED, bytes);
    }

    private static Supplier<EventId> timeOrderedIds(Random random) {
        NoArgGenerator generator = Generators.timeBasedEpochRandomGenerator(random);
        return () -> new EventId(generator.generate());
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final EventStore store;
        private ExecutionOptions defaults = ExecutionOptions.defaults();
        private @Nullable Supplier<EventId> eventIds;
        private @Nullable Supplier<UUID> commandIds;
        private @Nullable Executor workers;
        private @Nullable ScheduledExecutorService scheduler;
        private Telemetry telemetry = Telemetry.none();

        private Builder(EventStore store) {
            this.store = Required.setting(store, "the event store of the command executor");
        }

        /**
         * Sets the options of commands that are executed without any; {@link ExecutionOptions#defaults()} unless set.
         *
         * @param value options without a command id
         * @return this builder
         * @throws ConfigurationException if they hold a command id, which belongs to one command
         */
        public Builder defaultOptions(ExecutionOptions value) {
            Required.setting(value, "the default options of the command executor");
            if (value.commandId().isPresent()) {
                throw new ConfigurationException("CommandExecutor: defaultOptions hold no command id; with one, all"
                        + " commands but the first would count as repeated.");
            }
            this.defaults = value;
            return this;
        }

        /**
         * Sets where event ids come from; time-ordered UUIDs (version 7) unless set.
         *
         * @param value thread-safe, and gives no id twice
         * @return this builder
         */
        public Builder eventIds(Supplier<EventId> value) {
            this.eventIds = Required.setting(value, "the source of event ids of the command executor");
            return this;
        }

        /**
         * Sets where the ids of commands come from that are executed without one of their caller's; random UUIDs unless
         * set.
         *
         * @param value thread-safe, and gives no id twice
         * @return this builder
         */
        public Builder commandIds(Supplier<UUID> value) {
            this.commandIds = Required.setting(value, "the source of command ids of the command executor");
            return this;
        }

        /**
         * Sets where asynchronous commands, and attempts after the first, read and decide; 16 daemon threads unless
         * set.
         *
         * @param value runs tasks that block. On a newer Java, {@code Executors.newVirtualThreadPerTaskExecutor()}
         *     fits. It is not shut down by this executor.
         * @return this builder
         */
        public Builder workers(Executor value) {
            this.workers = Required.setting(value, "the executor of workers of the command executor");
            return this;
        }

        /**
         * Sets what waits between attempts and watches time-outs; one daemon thread unless set.
         *
         * @param value runs short tasks that do not block; it is not shut down by this executor
         * @return this builder
         */
        public Builder scheduler(ScheduledExecutorService value) {
            this.scheduler = Required.setting(value, "the scheduler of the command executor");
            return this;
        }

        /**
         * Sets where commands are reported; nowhere unless set. The trace context of a command's span goes into the
         * metadata of its events, unless the options hold one already.
         *
         * @param value the same object as the store's, so that its spans become children of the command's
         * @return this builder
         */
        public Builder telemetry(Telemetry value) {
            this.telemetry = Required.setting(value, "the telemetry of the command executor");
            return this;
        }

        /** {@return an executor with these settings; it starts no thread yet} */
        public CommandExecutor build() {
            return new CommandExecutor(this);
        }
    }
}
