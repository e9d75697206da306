package io.eventcore.examples.demo;

import io.eventcore.CommandExecutor;
import io.eventcore.ConfigurationException;
import io.eventcore.EventMetadata;
import io.eventcore.EventStore;
import io.eventcore.ExecutionOptions;
import io.eventcore.examples.bank.BalancesProjection;
import io.eventcore.examples.bank.OpenAccount;
import io.eventcore.examples.bank.Transfer;
import io.eventcore.examples.demo.CsvLine.TransferLine;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.projections.ProjectionStatus;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** One run: opens the accounts, executes the transfers while a projection follows, and checks the outcome. */
final class DemoRun {

    private static final int RICHEST = 5;
    private static final Duration LONGEST_CATCH_UP = Duration.ofMinutes(10);

    private final EventStore store;
    private final ReadModel readModel;
    private final TransferFile file;
    private final FileSurvey survey;
    private final int inFlight;
    private final long openingCents;
    private final BiFunction<String, Long, Progress> progress;
    private final RunId run = RunId.random();
    private final CommandExecutor executor;

    DemoRun(
            EventStore store,
            ReadModel readModel,
            TransferFile file,
            FileSurvey survey,
            int inFlight,
            long openingCents,
            BiFunction<String, Long, Progress> progress) {
        this.store = store;
        this.readModel = readModel;
        this.file = file;
        this.survey = survey;
        this.inFlight = inFlight;
        this.openingCents = openingCents;
        this.progress = progress;
        this.executor = CommandExecutor.create(store);
    }

    /**
     * Runs to the end. Blocks.
     *
     * @throws ConfigurationException if an account cannot be opened
     */
    Report execute() {
        try (ProjectionRunner runner = new ProjectionRunner(store, new BalancesProjection()).start()) {
            openAccounts();
            AccountLog before = AccountLog.fold(store, run.streamPrefix());

            long start = System.nanoTime();
            Tally transfers = executeTransfers();
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            long head = store.feed().head();
            long lag = lag(runner.status(), head);
            start = System.nanoTime();
            awaitCatchUp(runner, head);
            Duration catchUp = Duration.ofNanos(System.nanoTime() - start);
            runner.stop();

            AccountLog after = AccountLog.fold(store, run.streamPrefix());
            Map<String, Long> balances = after.balances().entrySet().stream()
                    .collect(Collectors.toMap(entry -> run.account(entry.getKey()), Map.Entry::getValue));
            return new Report(
                    transfers,
                    took,
                    survey.malformed(),
                    lag,
                    catchUp,
                    before.total(),
                    after.total(),
                    Report.richest(balances, RICHEST),
                    verdict(before, after, transfers));
        }
    }

    private void openAccounts() {
        try (Load load = new Load(executor, inFlight, () -> {})) {
            for (String account : survey.accounts()) {
                load.submit(new OpenAccount(run.stream(account), account, openingCents), ExecutionOptions.defaults());
            }
            Tally opened = load.await();
            opened.firstFailure().ifPresent(failure -> {
                throw new ConfigurationException("An account cannot be opened: " + failure.getMessage(), failure);
            });
        }
    }

    private Tally executeTransfers() {
        try (Load load = new Load(executor, inFlight, progress.apply("transfers", survey.transfers()))) {
            file.read(line -> {
                if (line instanceof TransferLine transfer) {
                    submit(load, transfer);
                }
            });
            return load.await();
        }
    }

    private void submit(Load load, TransferLine line) {
        EventMetadata metadata =
                EventMetadata.builder().custom("reference", line.reference()).build();
        load.submit(
                new Transfer(run.stream(line.from()), run.stream(line.to()), line.cents()),
                ExecutionOptions.defaults().withMetadata(metadata));
    }

    private static long lag(ProjectionStatus status, long head) {
        return Math.max(0, head - status.position());
    }

    private static void awaitCatchUp(ProjectionRunner runner, long head) {
        if (!runner.awaitPosition(head, LONGEST_CATCH_UP)) {
            throw new IllegalStateException(
                    "The projection is at " + runner.status().position() + " and did not reach " + head + " within "
                            + LONGEST_CATCH_UP.toMinutes() + " minutes.");
        }
    }

    private Verdict verdict(AccountLog before, AccountLog after, Tally transfers) {
        return new Verdict(
                before.total() == after.total()
                        && before.total() == openingCents * survey.accounts().size(),
                !after.hasNegative(),
                after.withdrawals() >= transfers.committed()
                        && after.withdrawals() <= transfers.committed() + transfers.unknown(),
                readModel.balances().equals(AccountLog.fold(store, "").balances()),
                transfers.failed() == 0);
    }
}
