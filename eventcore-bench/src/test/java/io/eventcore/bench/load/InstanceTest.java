package io.eventcore.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgresExtension.class)
class InstanceTest {

    private static final Duration TURN = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestPostgres postgres;

    InstanceTest(TestPostgres postgres) {
        this.postgres = postgres;
    }

    @Test
    void theProcessesShareTheAccountsAndWhatTheySayIsWhatIsStored() throws Exception {
        Ledger ledger = Ledger.of(BenchDatabase.create(postgres.newDatabase()));
        List<ProcessHandle> processes;
        try (InstancesPoint point = InstancesPoint.start(2, ledger, 8, new Accounts(0, 3), TURN, PATIENCE)) {
            processes = point.instances().stream().map(Instance::handle).toList();
            long before = ledger.tally().totals().events();
            Work first = point.run(TURN);
            Work second = point.run(TURN);

            assertThat(ledger.tally().totals().events()).isEqualTo(before + first.count() + second.count());
            assertThat(first.latencies().getTotalCount()).isEqualTo(first.count());
            ledger.check();
        }
        assertThat(processes).hasSize(2).noneMatch(ProcessHandle::isAlive);
    }

    /** A process with one command in flight, on one account, is never late by itself. */
    @Test
    void conflictsBetweenProcessesAreCounted() throws Exception {
        assertThat(conflictsOf(1)).isZero();
        assertThat(conflictsOf(2)).isPositive();
    }

    private long conflictsOf(int size) throws Exception {
        Ledger ledger = Ledger.of(BenchDatabase.create(postgres.newDatabase()));
        try (InstancesPoint point = InstancesPoint.start(size, ledger, size, new Accounts(0, 1), TURN, PATIENCE)) {
            point.run(TURN);
            point.run(TURN);
            return point.counts().conflicts();
        }
    }

    @Test
    void aProcessThatDiedFailsTheRun() throws Exception {
        Dimension dimension = Dimension.of(new Heading("instances", "", "", "", Remark.CONFLICTS));
        Ledger ledger = dimension.add(BenchDatabase.create(postgres.newDatabase()));
        try (InstancesPoint point = InstancesPoint.start(2, ledger, 8, new Accounts(0, 3), TURN, PATIENCE)) {
            dimension.points().add(point);
            ProcessHandle second = point.instances().get(1).handle();
            second.destroyForcibly();
            second.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            Rounds rounds = new Rounds(TURN, TURN, 1);
            assertThatThrownBy(() -> new DimensionRun(rounds, what -> {}).run(dimension))
                    .isInstanceOf(InstanceFailedException.class)
                    .hasMessageStartingWith("Instance 2 of 2 ended before it answered, exit code ");
        }
    }

    @Test
    void aProcessThatFailsSaysWhy() throws Exception {
        try (Instance failing = Instance.start("Instance 3 of 8", Failing.class, PATIENCE)) {
            assertThatThrownBy(() -> failing.answer(Duration.ZERO))
                    .isInstanceOf(InstanceFailedException.class)
                    .hasMessageStartingWith("Instance 3 of 8 ended before it answered, exit code 3. It said: ")
                    .hasMessageContaining("the disk is full");
        }
    }

    @Test
    void aProcessThatFallsSilentFailsTheRunAndIsEnded() throws Exception {
        ProcessHandle process;
        try (Instance silent = Instance.start("Instance 1 of 1", Silent.class, Duration.ofSeconds(1))) {
            process = silent.handle();
            assertThatThrownBy(() -> silent.answer(Duration.ofSeconds(1)))
                    .isInstanceOf(InstanceFailedException.class)
                    .hasMessage("Instance 1 of 1 has not answered for 2 seconds.");
        }
        assertThat(process.isAlive()).isFalse();
    }

    /** Ends at once. */
    static final class Failing {
        public static void main(String[] arguments) {
            System.err.println("the disk is full");
            System.exit(3);
        }
    }

    /** Hears everything and says nothing. */
    static final class Silent {
        public static void main(String[] arguments) throws IOException {
            System.in.readAllBytes();
        }
    }
}
