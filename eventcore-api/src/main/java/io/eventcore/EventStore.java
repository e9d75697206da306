package io.eventcore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A store of events in streams: the interface between commands and projections on one side and a storage adapter on
 * the other. Every adapter passes the contract suite of {@code eventcore-testkit}.
 *
 * <p>Applications seldom call it: they run commands by a {@link CommandExecutor} and follow events by a projection.
 * Implementations are thread-safe.
 */
public interface EventStore extends AutoCloseable {

    /**
     * Creates what the store needs, if it is missing: tables, indexes, functions. Safe to call again, and from many
     * threads and processes at once. Blocks.
     *
     * @throws StoreUnavailableException if the storage cannot be reached
     */
    void initialize();

    /**
     * {@return the epoch of the log that the store reads and writes now} What was read while it stayed the same belongs to it.
     * Does not block. A store whose log may go back has one of its own after each restart, promotion or restore that it has
     * noticed; it notices one before it reads or appends anything there.
     */
    default LogEpoch epoch() {
        return LogEpoch.ONLY;
    }

    /** {@return the event types that this store reads and writes} */
    EventTypes eventTypes();

    /**
     * Appends the events of the request to their streams, all or none, if every stream that the request names has the
     * version that it expects. Blocks until the outcome is durable.
     *
     * <p>A request with a {@linkplain AppendRequest#commandId() command id} that was carried out before gets the first
     * result again, marked as repeated, whatever it holds and expects. One that failed was not carried out.
     *
     * @param request what to append, and what the streams must be like
     * @return what was done, now or when the command id was first carried out
     * @throws VersionConflictException if a stream has another version; when that and a duplicate id are both true,
     *     this is what is thrown
     * @throws DuplicateEventException if the store holds an event of one of these ids already
     * @throws UnregisteredEventException if the class of a payload is not registered
     * @throws EventCodecException if a payload cannot be written
     * @throws InvalidEventException if the storage cannot hold the data, for example a NUL character in a text
     * @throws OverloadedException if too many requests wait already
     * @throws DeadlineExceededException if the request's turn did not come within its time-out
     * @throws UnknownOutcomeException if the connection broke and the outcome could not be found out in time
     * @throws StoreUnavailableException if the storage cannot be reached; nothing was appended
     * @throws StoreClosedException if the store was closed before
     * @throws ExecutionInterruptedException if the calling thread is interrupted; the append may still happen
     */
    default AppendResult append(AppendRequest request) {
        return Futures.await(appendAsync(request));
    }

    /**
     * Appends as {@link #append(AppendRequest)} does, without blocking.
     *
     * @param request what to append, and what the streams must be like
     * @return what was done, as soon as it is durable; fails with the exceptions of {@link #append(AppendRequest)}.
     *     What is chained to it without an executor may run on a thread of the store, and must not block.
     */
    CompletableFuture<AppendResult> appendAsync(AppendRequest request);

    /**
     * {@return the first result of a command id, marked as repeated; empty if no append with this id was carried out}
     * Blocks.
     *
     * @param commandId as of {@link AppendRequest#commandId()}
     * @throws StoreUnavailableException if the storage cannot be reached
     * @throws StoreClosedException if the store was closed before
     */
    Optional<AppendResult> resultOf(UUID commandId);

    /**
     * Hands the events of several streams to a consumer, as they all were at one moment. Events come in global order,
     * which for a stream is the order of its versions. They are not all held in memory at once. Blocks; the consumer
     * runs on the calling thread.
     *
     * @param request which streams, and from where on
     * @param consumer gets the events one by one
     * @return the version of each stream of the request at that moment, 0 for a stream without events
     * @throws UnknownEventTypeException if an event's type is not registered; it names stream, version and position
     * @throws EventCodecException if an event cannot be decoded
     * @throws DeadlineExceededException if the request's time-out ends first
     * @throws QueryTimeoutException if a statement takes longer than the store allows
     * @throws OverloadedException if every connection to the storage is in use
     * @throws StoreUnavailableException if the storage cannot be reached
     */
    Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer);

    /**
     * {@return what the store remembers of these streams, if it remembers something of each; else empty} Who decides on
     * it must let the storage confirm the versions: an append does, by the versions that it expects. Does not block.
     *
     * @param streams those that would be read otherwise
     */
    default Optional<RememberedStreams> remembered(Set<StreamId> streams) {
        return Optional.empty();
    }

    /**
     * {@return the states that the store remembers of these streams by a fold, if it remembers one of each; else empty}
     * The same holds as for {@link #remembered(Set)}. Does not block.
     *
     * @param <T> the state of one stream
     * @param streams those that would be read otherwise
     * @param fold the constant of a {@link StreamCommand}
     */
    default <T> Optional<RememberedStates<T>> remembered(Set<StreamId> streams, StreamFold<T, ?> fold) {
        return Optional.empty();
    }

    /**
     * Offers a state that was just read and folded to the store's memory. Does not block.
     *
     * @param <T> the state of one stream
     * @param stream the stream that was read
     * @param fold the constant of a {@link StreamCommand}
     * @param state what the fold made of all events that were read, with their version
     * @param readIn the {@link #epoch()} of before the first of them was read; in another one the state is dropped
     */
    default <T> void remember(StreamId stream, StreamFold<T, ?> fold, StreamState<T> state, LogEpoch readIn) {}

    /**
     * {@return where folds keep their {@link Snapshots}} Unless an adapter says otherwise, nothing is kept. Does not
     * block.
     */
    default SnapshotStore snapshots() {
        return SnapshotStore.NONE;
    }

    /**
     * {@return all events of one stream in order; empty if there are none} Meant for tests and tools: it holds the
     * whole stream in memory. Blocks.
     *
     * @param stream the stream to read from its first event on
     */
    default List<StoredEvent<Object>> read(StreamId stream) {
        List<StoredEvent<Object>> events = new ArrayList<>();
        read(ReadRequest.of(stream), events::add);
        return events;
    }

    /** {@return all events of all streams in global order} */
    EventFeed feed();

    /** {@return where projections keep how far they have come, who runs them, and what they have put aside} */
    ProjectionStore projections();

    /**
     * Finishes what was accepted, then refuses new work of every kind by {@link StoreClosedException} and lets go of
     * threads and connections. Blocks: when the storage is out of reach, for as long as the outcome of an append that was
     * under way is still asked for, at most until its time-out ends. A second call does nothing.
     */
    @Override
    void close();
}
