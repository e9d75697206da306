package io.eventcore.postgres;

import io.eventcore.Command;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;
import java.util.List;

/** Adds up what its streams hold, and deposits that and one more into each. */
record Deposit(List<StreamId> accounts) implements Command<Long, Deposited> {

    @Override
    public Streams streams() {
        return Streams.of(accounts);
    }

    @Override
    public Long initialState() {
        return 0L;
    }

    @Override
    public Long apply(Long sum, StoredEvent<Deposited> event) {
        return sum + event.payload().cents();
    }

    @Override
    public Writes<Deposited> handle(Long sum) {
        Writes<Deposited> writes = Writes.none();
        for (StreamId account : accounts) {
            writes = writes.and(account, new Deposited(sum + 1));
        }
        return writes;
    }
}
