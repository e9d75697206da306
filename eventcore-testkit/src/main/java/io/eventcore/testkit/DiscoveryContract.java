package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.Command;
import io.eventcore.DiscoveryLimitException;
import io.eventcore.EventFilter;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.RetryPolicy;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.VersionConflictException;
import io.eventcore.Writes;
import io.eventcore.testkit.ContractEvent.Counted;
import io.eventcore.testkit.ContractEvent.Linked;
import io.eventcore.testkit.ContractEvent.Moved;
import io.eventcore.testkit.ContractEvent.Noted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Streams that a command finds in its state join its consistency boundary. */
abstract class DiscoveryContract extends ContractTest {

    private static final StreamId ORDER = StreamId.of("order-1");
    private static final StreamId TEA = StreamId.of("product-tea");
    private static final StreamId CUP = StreamId.of("product-cup");
    private static final StreamId TEA_STOCK = StreamId.of("stock-tea");
    private static final StreamId CUP_STOCK = StreamId.of("stock-cup");

    DiscoveryContract(EventStoreContract adapter) {
        super(adapter);
    }

    /**
     * Follows links from a stream on, adds up what it finds, and writes the sum to the last stream that it found.
     *
     * @param start the stream to start from
     * @param beforeDeciding runs each time before the command decides
     */
    private record FollowLinks(StreamId start, Runnable beforeDeciding) implements Command<Found, ContractEvent> {
        @Override
        public Streams streams() {
            return Streams.of(start);
        }

        @Override
        public Found initialState() {
            return new Found(List.of(), 0);
        }

        @Override
        public Found apply(Found state, StoredEvent<ContractEvent> event) {
            return state.after(event.payload());
        }

        @Override
        public Streams discover(Found state) {
            return Streams.of(state.streams());
        }

        @Override
        public Writes<ContractEvent> handle(Found state) {
            require(!state.streams().isEmpty(), "Nothing was found.");
            beforeDeciding.run();
            StreamId last = state.streams().get(state.streams().size() - 1);
            return Writes.to(last, new Counted(state.sum()));
        }
    }

    /**
     * What the links led to.
     *
     * @param streams the streams, in the order in which they were found
     * @param sum what the streams hold in all
     */
    private record Found(List<StreamId> streams, long sum) {
        Found after(ContractEvent event) {
            if (event instanceof Linked link) {
                List<StreamId> more = new ArrayList<>(streams);
                more.add(StreamId.of(link.stream()));
                return new Found(more, sum);
            }
            return event instanceof Moved moved ? new Found(streams, sum + moved.cents()) : this;
        }
    }

    private void anOrderOfTeaAndACup() {
        append(ORDER, new Linked(TEA.value()), new Linked(CUP.value()));
        append(TEA, new Linked(TEA_STOCK.value()));
        append(CUP, new Linked(CUP_STOCK.value()));
        append(TEA_STOCK, new Moved(40), new Moved(-3));
        append(CUP_STOCK, new Moved(5));
    }

    @Test
    void streamsAreFoundInSeveralRoundsAndEachIsReadOnce() {
        anOrderOfTeaAndACup();
        CountingStore counting = new CountingStore(store);

        ExecutionResult result = executor(counting).execute(new FollowLinks(ORDER, () -> {}));

        assertThat(counting.streamsRead()).containsExactlyInAnyOrder(ORDER, TEA, CUP, TEA_STOCK, CUP_STOCK);
        assertThat(result.versions()).isEqualTo(Map.of(CUP_STOCK, 2L));
        assertThat(payloads(CUP_STOCK)).containsExactly(new Moved(5), new Counted(42));
    }

    @Test
    void aDiscoveredStreamThatMovesCausesAConflict() {
        anOrderOfTeaAndACup();
        FollowLinks command = new FollowLinks(ORDER, () -> append(TEA_STOCK, new Moved(-1)));

        assertThatThrownBy(() -> executor(store)
                        .execute(command, ExecutionOptions.defaults().withRetryPolicy(RetryPolicy.never())))
                .isInstanceOfSatisfying(VersionConflictException.class, conflict -> {
                    assertThat(conflict.stream()).isEqualTo(TEA_STOCK);
                    assertThat(conflict.actual()).isEqualTo(3);
                });

        assertThat(version(CUP_STOCK)).isEqualTo(1);
    }

    @Test
    void aCommandWhoseDiscoveredStreamMovedDecidesAgainOnWhatItHoldsNow() {
        anOrderOfTeaAndACup();
        AtomicBoolean moved = new AtomicBoolean();
        FollowLinks command = new FollowLinks(ORDER, () -> {
            if (!moved.getAndSet(true)) {
                append(TEA_STOCK, new Moved(-10));
            }
        });

        ExecutionResult result = executor(store).execute(command);

        assertThat(result.attempts()).isGreaterThanOrEqualTo(2);
        assertThat(payloads(CUP_STOCK)).containsExactly(new Moved(5), new Counted(32));
    }

    @Test
    void discoveryMayTakeExactlyAsManyRoundsAsItsLimitSays() {
        chainOfLinks(3);
        ExecutionOptions enough = ExecutionOptions.defaults().withDiscoveryLimit(3);

        ExecutionResult result = executor(store).execute(new FollowLinks(link(0), () -> {}), enough);

        assertThat(result.versions()).isEqualTo(Map.of(link(3), 2L));
    }

    @Test
    void oneRoundOfDiscoveryMoreThanItsLimitIsRefused() {
        chainOfLinks(3);
        ExecutionOptions tooFew = ExecutionOptions.defaults().withDiscoveryLimit(2);

        assertThatThrownBy(() -> executor(store).execute(new FollowLinks(link(0), () -> {}), tooFew))
                .isInstanceOf(DiscoveryLimitException.class)
                .hasMessageContaining("link-3");

        assertThat(feed(EventFilter.all())).hasSize(4);
    }

    /** Streams 0 to {@code rounds}, each but the last with a link to the next. */
    private void chainOfLinks(int rounds) {
        for (int number = 0; number < rounds; number++) {
            append(link(number), new Linked(link(number + 1).value()));
        }
        append(link(rounds), new Noted("the end"));
    }

    private static StreamId link(int number) {
        return StreamId.of("link-" + number);
    }
}
