package bank;

import bank.AccountEvent.Deposited;
import bank.AccountEvent.Withdrawn;
import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.testkit.Scenario;
import org.junit.jupiter.api.Test;

class TransferTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");

    @Test
    void aTransferMovesTheMoney() {
        Scenario.of(AccountEvent.class)
                .given(ALICE, new Deposited(500))
                .when(new Transfer(ALICE, BOB, 300))
                .then(Writes.to(ALICE, new Withdrawn(300)).and(BOB, new Deposited(300)));
    }

    @Test
    void moneyThatIsNotThereCannotBeMoved() {
        Scenario.of(AccountEvent.class)
                .given(ALICE, new Deposited(200))
                .when(new Transfer(ALICE, BOB, 300))
                .thenRejected("insufficient funds");
    }
}
