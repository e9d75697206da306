package io.eventcore.examples.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.ProjectionId;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgresExtension.class)
class OperatingTest {

    private static final ProjectionId V1 = new ProjectionId("owners", 1);

    @Test
    void aResetBuildsTheReadModelAnew(TestPostgres postgres) throws SQLException {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            Owners owners = bank.startWithDeadLetters();
            owners.refused.clear();
            Bank.execute(bank.url, "UPDATE owners SET what = 'wrong'");
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run("reset", "owners", "--yes")).isZero();

            assertThat(line.errors())
                    .contains("apply the events of all 4 positions again. Its 2 dead letters will be forgotten.");
            await().atMost(Bank.SOON).untilAsserted(() -> {
                assertThat(bank.rowsOf("alice")).containsExactly("account-opened", "money-deposited");
                assertThat(bank.rowsOf("mallory")).containsExactly("account-opened", "money-deposited");
            });
        }
    }

    @Test
    void aPersonConfirmsByTypingTheName(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.open("alice");
            bank.runUntilCaughtUp(new Owners(1));
            CommandLineRun other = CommandLineRun.on(bank.url).typing("yes\n");
            CommandLineRun same = CommandLineRun.on(bank.url).typing("owners\n");

            assertThat(other.run("reset", "owners")).isEqualTo(2);
            assertThat(other.errors()).contains("Type owners to do it: ").endsWith("Nothing was done.\n");
            assertThat(position(bank)).isEqualTo(2);

            assertThat(same.run("reset", "owners")).isZero();
            assertThat(position(bank)).isZero();
        }
    }

    @Test
    void withoutATerminalNothingIsDoneUnlessItIsConfirmed(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.open("alice");
            bank.runUntilCaughtUp(new Owners(1));
            bank.runUntilCaughtUp(new Owners(2));

            for (String[] arguments : new String[][] {
                {"reset", "owners", "--version", "1"},
                {"move", "owners", "0", "--version", "1"},
                {"remove", "owners", "1"}
            }) {
                CommandLineRun line = CommandLineRun.on(bank.url);
                assertThat(line.run(arguments)).isEqualTo(2);
                assertThat(line.errors()).endsWith("Nothing was done: confirm it with --yes.\n");
            }
            assertThat(position(bank)).isEqualTo(2);
        }
    }

    @Test
    void aMoveLeavesTheReadModelAsItIs(TestPostgres postgres) throws SQLException {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.open("alice");
            bank.runUntilCaughtUp(new Owners(1));

            assertThat(CommandLineRun.on(bank.url).run("move", "owners", "1", "--yes"))
                    .isZero();

            assertThat(position(bank)).isEqualTo(1);
            assertThat(bank.rowsOf("alice")).hasSize(2);
        }
    }

    @Test
    void segmentsAreDividedAnewWhileTheProjectionRuns(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.startWithDeadLetters();
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run("segments", "owners", "4")).isZero();

            assertThat(line.output()).contains("Projection owners v1 gets 4 segments");
            await().atMost(Bank.SOON).until(() -> bank.admin.segments().size() == 4);
        }
    }

    @Test
    void aVersionIsForgottenUnlessItServesReaders(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.runUntilCaughtUp(new Owners(1));
            bank.runUntilCaughtUp(new Owners(2));
            CommandLineRun active = CommandLineRun.on(bank.url);

            assertThat(active.run("remove", "owners", "2", "--yes")).isEqualTo(2);
            assertThat(active.errors()).contains("serves the readers");
            assertThat(CommandLineRun.on(bank.url).run("remove", "owners", "1", "--yes"))
                    .isZero();

            assertThat(bank.admin.segments()).hasSize(1);
        }
    }

    @Test
    void theVersionThatServesReadersIsForgottenIfThatIsMeant(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.runUntilCaughtUp(new Owners(1));
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run("remove", "owners", "1", "--active", "--yes")).isZero();

            assertThat(line.errors()).contains("It serves the readers now.");
            assertThat(bank.admin.segments()).isEmpty();
        }
    }

    @Test
    void theRightsOfAnApplicationAreEnough(TestPostgres postgres) throws Exception {
        String role = "operator_" + UUID.randomUUID().toString().replace("-", "");
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.startWithDeadLetters();
            bank.stop();
            bank.runUntilCaughtUp(new Owners(2));
            Bank.execute(bank.url, "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
            try {
                Bank.execute(bank.url, grants().replace("app_role", role));
                String url = as(role, bank.url);

                allow(url);
                allow(url, "dead-letters", "owners", "show", "3", "--version", "1");
                allow(url, "dead-letters", "owners", "--version", "1", "retry", "--all");
                allow(url, "dead-letters", "owners", "--version", "1", "discard", "3", "--yes");
                allow(url, "segments", "owners", "2", "--version", "2");
                allow(url, "move", "owners", "0", "--version", "2", "--yes");
                allow(url, "reset", "owners", "--version", "2", "--yes");
                allow(url, "remove", "owners", "1", "--yes");
            } finally {
                Bank.execute(bank.url, "DROP OWNED BY " + role + " CASCADE; DROP ROLE " + role);
            }
        }
    }

    private static void allow(String url, String... arguments) {
        CommandLineRun line = CommandLineRun.on(url);
        assertThat(line.run(arguments)).as(line.errors()).isZero();
    }

    private static String as(String role, String url) {
        return url.replaceAll("([?&])(user|password)=[^&]*", "$1x$2=")
                .replaceAll("xuser=", "user=" + role)
                .replaceAll("xpassword=", "password=secret");
    }

    private static String grants() throws IOException {
        try (InputStream in = PostgresEventStore.class.getResourceAsStream("grants.sql")) {
            return new String(Objects.requireNonNull(in, "grants.sql").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static long position(Bank bank) {
        return bank.store.projections().positions(V1).values().iterator().next();
    }
}
