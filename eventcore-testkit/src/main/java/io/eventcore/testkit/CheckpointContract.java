package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.CheckpointMovedException;
import io.eventcore.CheckpointStore;
import io.eventcore.ConfigurationException;
import io.eventcore.testkit.Together.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A checkpoint moves together with its projection's work, from where it was said to be, or not at all. */
abstract class CheckpointContract extends ContractTest {

    CheckpointContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void aProjectionThatNeverRanIsAtZero() {
        assertThat(store.checkpoints().position("balances")).isZero();
    }

    @Test
    void theCheckpointMovesWhenTheWorkIsDone() throws Exception {
        List<Long> seenByTheWork = new ArrayList<>();

        store.checkpoints().advance("balances", 0, 7, unit -> seenByTheWork.add(7L));
        store.checkpoints().advance("balances", 7, 12, unit -> seenByTheWork.add(12L));

        assertThat(store.checkpoints().position("balances")).isEqualTo(12);
        assertThat(seenByTheWork).containsExactly(7L, 12L);
    }

    @Test
    void eachProjectionHasACheckpointOfItsOwn() throws Exception {
        store.checkpoints().advance("balances", 0, 7, unit -> {});

        assertThat(store.checkpoints().position("Balances")).isZero();
        assertThat(store.checkpoints().position("balances-2")).isZero();
        store.checkpoints().advance("balances-2", 0, 3, unit -> {});
        assertThat(store.checkpoints().position("balances")).isEqualTo(7);
    }

    @Test
    void workThatFailsLeavesTheCheckpointAndItsExceptionIsThrownOn() throws Exception {
        store.checkpoints().advance("balances", 0, 7, unit -> {});
        IOException failure = new IOException("the disk is full");

        assertThatThrownBy(() -> store.checkpoints().advance("balances", 7, 12, unit -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(store.checkpoints().position("balances")).isEqualTo(7);
        store.checkpoints().advance("balances", 7, 12, unit -> {});
        assertThat(store.checkpoints().position("balances")).isEqualTo(12);
    }

    @Test
    void aCheckpointThatIsElsewhereIsNotMoved() throws Exception {
        CheckpointStore checkpoints = store.checkpoints();
        checkpoints.advance("balances", 0, 7, unit -> {});

        for (long from : List.of(0L, 6L, 8L)) {
            assertThatThrownBy(() -> checkpoints.advance("balances", from, 12, unit -> {}))
                    .as("from %s", from)
                    .isInstanceOf(CheckpointMovedException.class)
                    .hasMessageContaining("balances");
        }
        assertThatThrownBy(() -> checkpoints.advance("never-ran", 3, 12, unit -> {}))
                .isInstanceOf(CheckpointMovedException.class);

        assertThat(checkpoints.position("balances")).isEqualTo(7);
        assertThat(checkpoints.position("never-ran")).isZero();
    }

    @Test
    void ofRunnersThatStartFromOnePlaceExactlyOneMovesTheCheckpoint() throws Exception {
        try (Together together = new Together(4, sizes.patience())) {
            for (int round = 0; round < Math.max(10, sizes.races() / 10); round++) {
                long from = round;
                List<Outcome<Long>> outcomes = together.all(() -> {
                    store.checkpoints().advance("balances", from, from + 1, unit -> LockSupport.parkNanos(10_000));
                    return from;
                });

                assertThat(outcomes).filteredOn(Outcome::succeeded).hasSize(1);
                assertThat(outcomes)
                        .filteredOn(outcome -> !outcome.succeeded())
                        .allSatisfy(
                                outcome -> assertThat(outcome.failed()).isInstanceOf(CheckpointMovedException.class));
                assertThat(store.checkpoints().position("balances")).isEqualTo(from + 1);
            }
        }
    }

    @Test
    void aHandleThatTheStorageDoesNotHaveIsRefusedAndLeavesTheCheckpoint() {
        assertThatThrownBy(() -> store.checkpoints().advance("balances", 0, 7, unit -> unit.unwrap(Thread.State.class)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(Thread.State.class.getName());

        assertThat(store.checkpoints().position("balances")).isZero();
    }
}
