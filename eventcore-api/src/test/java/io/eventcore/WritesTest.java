package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AccountEvent.Deposited;
import io.eventcore.AccountEvent.Opened;
import io.eventcore.AccountEvent.Withdrawn;
import io.eventcore.Writes.Write;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WritesTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");

    @Test
    void chainEventsOfDifferentClassesOfOneFamily() {
        Writes<AccountEvent> writes =
                Writes.to(ALICE, new Withdrawn(1)).and(BOB, new Deposited(1)).and(ALICE, new Opened("Alice"));

        assertThat(writes.toList())
                .containsExactly(
                        new Write(ALICE, new Withdrawn(1)),
                        new Write(BOB, new Deposited(1)),
                        new Write(ALICE, new Opened("Alice")));
    }

    @Test
    void takeSeveralEventsOfDifferentClassesAtOnce() {
        Writes<AccountEvent> writes = Writes.to(ALICE, new Opened("Alice"), new Deposited(5));

        assertThat(writes.toList())
                .containsExactly(new Write(ALICE, new Opened("Alice")), new Write(ALICE, new Deposited(5)));
    }

    @Test
    void takeListsOfAnyClassOfTheFamily() {
        List<Deposited> deposits = List.of(new Deposited(1), new Deposited(2));
        Writes<AccountEvent> writes = Writes.to(ALICE, deposits);
        Writes<AccountEvent> more = writes.and(BOB, deposits);

        assertThat(more.toList())
                .containsExactly(
                        new Write(ALICE, new Deposited(1)),
                        new Write(ALICE, new Deposited(2)),
                        new Write(BOB, new Deposited(1)),
                        new Write(BOB, new Deposited(2)));
    }

    @Test
    void stayAsTheyWereWhenMoreIsChained() {
        Writes<AccountEvent> first = Writes.to(ALICE, new Deposited(1));
        Writes<AccountEvent> second = first.and(BOB, new Deposited(2));

        assertThat(first.toList()).containsExactly(new Write(ALICE, new Deposited(1)));
        assertThat(second.toList()).hasSize(2);
        assertThatThrownBy(() -> first.toList().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void copyTheListThatTheyAreGiven() {
        List<AccountEvent> given = new ArrayList<>(List.of(new Deposited(1)));
        Writes<AccountEvent> writes = Writes.to(ALICE, given);
        given.add(new Deposited(2));

        assertThat(writes.toList()).containsExactly(new Write(ALICE, new Deposited(1)));
    }

    @Test
    void areEmptyWhenThereIsNothingToDo() {
        Writes<AccountEvent> toNobody = Writes.to(ALICE, List.of());

        assertThat(Writes.none().isEmpty()).isTrue();
        assertThat(toNobody.isEmpty()).isTrue();
        assertThat(Writes.to(ALICE, new Deposited(1)).isEmpty()).isFalse();
    }
}
