package io.eventcore;

/**
 * A command that decides on a state of each of its streams, where the state of a stream comes from that stream's events
 * alone. The store may remember such states, so that a command costs the same however long its streams are. A
 * {@link Command} folds the events of all its streams together, in an order and by rules of its own, each time.
 *
 * <pre>{@code
 * record Transfer(StreamId from, StreamId to, long cents) implements StreamCommand<Long, AccountEvent> {
 *     public Streams streams() {
 *         require(!from.equals(to), "a transfer needs two accounts");
 *         return Streams.of(from, to);
 *     }
 *
 *     public StreamFold<Long, AccountEvent> fold() {
 *         return AccountEvent.BALANCE;
 *     }
 *
 *     public Writes<AccountEvent> handle(StreamStates<Long> balances) {
 *         require(balances.of(from) >= cents, "insufficient funds");
 *         return Writes.to(from, new Withdrawn(cents)).and(to, new Deposited(cents));
 *     }
 * }
 * }</pre>
 *
 * @param <T> the state of one stream
 * @param <E> the root of the events that it reads and writes
 */
public interface StreamCommand<T, E> extends Command<StreamStates<T>, E> {

    /** {@return how events become states} The same object each time, a constant. */
    StreamFold<T, E> fold();

    @Override
    default StreamStates<T> initialState() {
        return StreamStates.initial(fold(), streams());
    }

    @Override
    default StreamStates<T> apply(StreamStates<T> states, StoredEvent<E> event) {
        return states.after(event);
    }

    @Override
    default Class<?> eventType() {
        return fold().eventType();
    }
}
