package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AccountEvent.Deposited;
import io.eventcore.AccountEvent.Opened;
import io.eventcore.AccountEvent.Withdrawn;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventHandlersTest {

    sealed interface TaskEvent permits Created, Progress {}

    record Created(String title) implements TaskEvent {}

    sealed interface Progress extends TaskEvent permits Begun, Ended {
        int percent();
    }

    record Begun(int percent) implements Progress {}

    record Ended(int percent) implements Progress {}

    /** Concrete and open, so that it has subclasses that handlers of it do not know. */
    static class Base {}

    static final class Derived extends Base {}

    interface Open {}

    private final List<String> written = new ArrayList<>();

    private static EventHandlers.Builder<AccountEvent, List<String>> overAccounts() {
        return EventHandlers.over(AccountEvent.class);
    }

    @Test
    void handsAnEventToTheHandlerOfItsClass() throws Exception {
        EventHandlers<AccountEvent, List<String>> handlers = overAccounts()
                .on(
                        Deposited.class,
                        (event, target) -> target.add("+" + event.payload().cents()))
                .on(
                        Withdrawn.class,
                        (event, target) -> target.add("-" + event.payload().cents()))
                .on(Opened.class, (event, target) -> target.add(event.payload().owner() + "@" + event.version()))
                .build();

        handlers.handle(stored(new Withdrawn(2)), written);
        handlers.handle(stored(new Deposited(10)), written);
        handlers.handle(stored(new Opened("Alice")), written);

        assertThat(written).containsExactly("-2", "+10", "Alice@4");
    }

    @Test
    void doesNothingWithWhatIsIgnored() throws Exception {
        EventHandlers<AccountEvent, List<String>> handlers = overAccounts()
                .on(Deposited.class, (event, target) -> target.add("deposited"))
                .ignoring(Opened.class, Withdrawn.class)
                .build();

        handlers.handle(stored(new Opened("Alice")), written);
        handlers.handle(stored(new Withdrawn(2)), written);
        handlers.handle(stored(new Deposited(2)), written);

        assertThat(written).containsExactly("deposited");
    }

    @Test
    void coversAllClassesBelowASealedTypeByOneHandler() throws Exception {
        EventHandlers<TaskEvent, List<String>> handlers = EventHandlers.<TaskEvent, List<String>>over(TaskEvent.class)
                .on(
                        Progress.class,
                        (event, target) -> target.add(event.payload().percent() + "%"))
                .ignoring(Created.class)
                .build();

        handlers.handle(stored(new Begun(10)), written);
        handlers.handle(stored(new Ended(100)), written);
        handlers.handle(stored(new Created("write tests")), written);

        assertThat(written).containsExactly("10%", "100%");
    }

    @Test
    void isNotBuiltWhileAClassIsForgottenAndNamesIt() {
        EventHandlers.Builder<TaskEvent, List<String>> builder =
                EventHandlers.<TaskEvent, List<String>>over(TaskEvent.class).on(Begun.class, (event, target) -> {});

        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(builder::build)
                .withMessageContaining("TaskEvent")
                .withMessageContaining("Created, Ended")
                .withMessageNotContaining("Begun");
    }

    @Test
    void refusesAClassThatIsNamedTwice() {
        EventHandlers.Builder<TaskEvent, List<String>> builder =
                EventHandlers.<TaskEvent, List<String>>over(TaskEvent.class).on(Begun.class, (event, target) -> {});

        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> builder.on(Progress.class, (event, target) -> {}))
                .withMessageContaining("Begun");
        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> builder.ignoring(Begun.class))
                .withMessageContaining("Begun");
    }

    @Test
    void refusesARootWhoseClassesNobodyCanKnow() {
        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> EventHandlers.<Open, String>over(Open.class));
    }

    @Test
    void refusesAnEventOfAClassThatItDoesNotKnow() {
        EventHandlers<Base, String> handlers = EventHandlers.<Base, String>over(Base.class)
                .on(Base.class, (event, target) -> {})
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> handlers.handle(stored(new Derived()), ""))
                .withMessageContaining("Derived");
    }

    @Test
    void throwsOnWhatTheHandlerThrows() {
        IOException failure = new IOException("the disk is full");
        EventHandlers<AccountEvent, String> handlers = EventHandlers.<AccountEvent, String>over(AccountEvent.class)
                .on(AccountEvent.class, (event, target) -> {
                    throw failure;
                })
                .build();

        assertThatThrownBy(() -> handlers.handle(stored(new Deposited(1)), "")).isSameAs(failure);
    }

    private static <P> StoredEvent<P> stored(P payload) {
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
