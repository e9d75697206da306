package io.eventcore.examples.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgresExtension.class)
class ProgressTest {

    @Test
    void aProjectionThatHasCaughtUpIsDoneAtOnce(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.open("alice");
            bank.runUntilCaughtUp(new Owners(1));
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run("progress", "owners")).isZero();

            assertThat(line.errors()).isEqualTo("owners v1: 2 of 2 positions (100.0 %), 0 per second\n");
            assertThat(line.output()).isEqualTo("Projection owners v1 has caught up.\n");
        }
    }

    @Test
    void itFollowsTheNewestVersionUntilThatHasCaughtUp(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.runUntilCaughtUp(new Owners(1));
            bank.runUntilCaughtUp(new Owners(2));
            bank.open("alice");
            ProjectionRunner runner = new ProjectionRunner(bank.store, new Owners(2));
            CommandLineRun line = CommandLineRun.on(bank.url);
            CompletableFuture<Integer> exitCode = CompletableFuture.supplyAsync(() -> line.run("progress", "owners"));
            await().atMost(Bank.SOON).until(() -> line.errors().contains("0 of 2 positions (0.0 %)"));
            assertThat(exitCode).isNotDone();

            runner.runUntilCaughtUp();

            assertThat(exitCode.join()).isZero();
            assertThat(line.output()).isEqualTo("Projection owners v2 has caught up.\n");
        }
    }

    @Test
    void theEndOfTheTimeIsExitCodeOne(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.runUntilCaughtUp(new Owners(1));
            bank.open("alice");
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run("progress", "owners", "--timeout", "0")).isEqualTo(1);

            assertThat(line.errors())
                    .contains("owners v1: 0 of 2 positions (0.0 %), 0 per second; nobody runs segment 0/1\n")
                    .endsWith("Projection owners v1 has not caught up within 0 seconds.\n");
        }
    }

    @Test
    void aPersonSeesABar(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.open("alice");
            bank.runUntilCaughtUp(new Owners(1));
            CommandLineRun line = CommandLineRun.on(bank.url).typing("");

            assertThat(line.run("progress", "owners")).isZero();

            assertThat(line.errors()).contains("owners v1 100% [").contains("] 2/2");
        }
    }
}
