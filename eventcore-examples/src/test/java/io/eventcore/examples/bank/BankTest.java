package io.eventcore.examples.bank;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.examples.bank.AccountEvent.Deposited;
import io.eventcore.examples.bank.AccountEvent.Opened;
import io.eventcore.examples.bank.AccountEvent.Withdrawn;
import io.eventcore.testkit.Scenario;
import org.junit.jupiter.api.Test;

class BankTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");

    private static final Scenario BOTH_OPEN = Scenario.of(AccountEvent.class)
            .givenCommand(new OpenAccount(ALICE, "Alice", 500))
            .givenCommand(new OpenAccount(BOB, "Bob", 100));

    @Test
    void anAccountIsOpenedWithMoneyOnIt() {
        Scenario.of(AccountEvent.class)
                .when(new OpenAccount(ALICE, "Alice", 500))
                .then(Writes.to(ALICE, new Opened("Alice"), new Deposited(500)))
                .thenState(Account.FOLD, ALICE, new Account(true, 500));
    }

    @Test
    void anAccountIsOpenedOnce() {
        BOTH_OPEN.when(new OpenAccount(ALICE, "Alan", 1)).thenRejected("the account is open already");
    }

    @Test
    void aTransferBooksBothSides() {
        BOTH_OPEN
                .when(new Transfer(ALICE, BOB, 500))
                .then(Writes.to(ALICE, new Withdrawn(500)).and(BOB, new Deposited(500)))
                .thenState(Account.FOLD, ALICE, new Account(true, 0))
                .thenState(Account.FOLD, BOB, new Account(true, 600))
                .thenStreams(ALICE, BOB);
    }

    @Test
    void anAccountDoesNotGoBelowZero() {
        BOTH_OPEN.when(new Transfer(ALICE, BOB, 501)).thenRejected("insufficient funds");
    }

    @Test
    void moneyIsPaidIntoAnOpenAccount() {
        BOTH_OPEN
                .when(new Deposit(BOB, 50))
                .then(Writes.to(BOB, new Deposited(50)))
                .thenState(Account.FOLD, BOB, new Account(true, 150));
        Scenario.of(AccountEvent.class).when(new Deposit(BOB, 50)).thenRejected("the account is not open");
    }

    @Test
    void bothAccountsMustBeOpen() {
        StreamId carol = StreamId.of("account-carol");
        BOTH_OPEN.when(new Transfer(ALICE, carol, 1)).thenRejected("an account is not open");
        BOTH_OPEN.when(new Transfer(carol, ALICE, 1)).thenRejected("an account is not open");
    }

    @Test
    void amountsArePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Transfer(ALICE, BOB, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Deposit(ALICE, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new OpenAccount(ALICE, "Alice", 0));
    }
}
