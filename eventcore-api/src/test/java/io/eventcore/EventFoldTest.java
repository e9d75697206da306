package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventcore.AccountEvent.Deposited;
import io.eventcore.AccountEvent.Opened;
import io.eventcore.AccountEvent.Withdrawn;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventFoldTest {

    sealed interface TaskEvent permits Created, Progress {}

    record Created(String title) implements TaskEvent {}

    sealed interface Progress extends TaskEvent permits Begun, Ended {
        int percent();
    }

    record Begun(int percent) implements Progress {}

    record Ended(int percent) implements Progress {}

    /** Concrete and open, so that it has subclasses that a fold over it does not know. */
    static class Base {}

    static final class Derived extends Base {}

    interface Open {}

    @Test
    void callsTheFunctionOfTheEventsClass() {
        EventFold<Long, AccountEvent> balance = EventFold.<Long, AccountEvent>over(AccountEvent.class)
                .on(Deposited.class, (cents, event) -> cents + event.payload().cents())
                .on(Withdrawn.class, (cents, event) -> cents - event.payload().cents())
                .ignoring(Opened.class)
                .build();

        assertThat(balance.apply(5L, stored(new Deposited(10)))).isEqualTo(15);
        assertThat(balance.apply(5L, stored(new Withdrawn(2)))).isEqualTo(3);
        assertThat(balance.apply(5L, stored(new Opened("Alice")))).isEqualTo(5);
    }

    @Test
    void handsTheWholeStoredEventToTheFunction() {
        EventFold<String, AccountEvent> last = EventFold.<String, AccountEvent>over(AccountEvent.class)
                .on(AccountEvent.class, (state, event) -> event.stream() + "@" + event.version())
                .build();

        assertThat(last.apply("", stored(new Deposited(1)))).isEqualTo("account-alice@4");
    }

    @Test
    void coversAllClassesBelowASealedTypeByOneFunction() {
        EventFold<Integer, TaskEvent> percent = EventFold.<Integer, TaskEvent>over(TaskEvent.class)
                .on(Progress.class, (state, event) -> event.payload().percent())
                .ignoring(Created.class)
                .build();

        assertThat(percent.apply(0, stored(new Begun(10)))).isEqualTo(10);
        assertThat(percent.apply(10, stored(new Ended(100)))).isEqualTo(100);
        assertThat(percent.apply(10, stored(new Created("write tests")))).isEqualTo(10);
    }

    @Test
    void isNotBuiltWhileAClassIsForgottenAndNamesIt() {
        EventFold.Builder<Long, AccountEvent> builder =
                EventFold.<Long, AccountEvent>over(AccountEvent.class).on(Deposited.class, (cents, event) -> cents);

        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(builder::build)
                .withMessageStartingWith(
                        "The fold over io.eventcore.AccountEvent does not say what Opened, Withdrawn does: add"
                                + " on(...) or ignoring(...).");
    }

    @Test
    void refusesAClassThatIsHandledTwice() {
        EventFold.Builder<Long, AccountEvent> builder =
                EventFold.<Long, AccountEvent>over(AccountEvent.class).on(Deposited.class, (cents, event) -> cents);
        String message =
                "io.eventcore.AccountEvent$Deposited is handled twice in the fold over io.eventcore.AccountEvent.";

        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> builder.on(Deposited.class, (cents, event) -> cents))
                .withMessageStartingWith(message);
        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> EventFold.<Long, AccountEvent>over(AccountEvent.class)
                        .ignoring(Deposited.class)
                        .on(AccountEvent.class, (cents, event) -> cents))
                .withMessageStartingWith(message);
    }

    @Test
    void refusesAClassThatIsNotBelowTheRoot() {
        EventFold.Builder<Long, Base> builder = EventFold.over(Base.class);

        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> builder.on(Derived.class, (state, event) -> state))
                .withMessageStartingWith(
                        "io.eventcore.EventFoldTest$Derived is not below io.eventcore.EventFoldTest$Base.");
    }

    @Test
    void needsARootWhoseClassesAreKnown() {
        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> EventFold.over(Open.class))
                .withMessageStartingWith("io.eventcore.EventFoldTest$Open is neither a concrete class nor sealed");
    }

    @Test
    void refusesAnEventThatItDoesNotKnow() {
        EventFold<Long, Base> fold =
                EventFold.<Long, Base>over(Base.class).ignoring(Base.class).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> fold.apply(1L, stored(new Derived())))
                .withMessageStartingWith("No fold for io.eventcore.EventFoldTest$Derived");
    }

    private static <E> StoredEvent<E> stored(E payload) {
        return new StoredEvent<>(
                EventId.random(),
                StreamId.of("account-alice"),
                4,
                9,
                "type",
                payload,
                EventMetadata.empty(),
                Instant.EPOCH);
    }
}
