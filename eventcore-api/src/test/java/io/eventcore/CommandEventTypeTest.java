package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How a command's class says which family of events it is about. */
class CommandEventTypeTest {

    /** What all commands here have in common: nothing that matters. */
    interface Quiet<S, E> extends Command<S, E> {
        @Override
        default Streams streams() {
            return Streams.none();
        }

        @Override
        default S apply(S state, StoredEvent<E> event) {
            return state;
        }

        @Override
        default Writes<E> handle(S state) {
            return Writes.none();
        }
    }

    record Direct(String initialState) implements Quiet<String, AccountEvent> {}

    abstract static class WithState<E> implements Quiet<String, E> {
        @Override
        public String initialState() {
            return "";
        }
    }

    static class BelowAGenericBase extends WithState<AccountEvent> {}

    static final class BelowThat extends BelowAGenericBase {}

    /** Swaps the parameters, so that following them by place would be wrong. */
    abstract static class Swapped<A, B> implements Quiet<B, A> {}

    static final class BelowASwappedBase extends Swapped<AccountEvent, Integer> {
        @Override
        public Integer initialState() {
            return 0;
        }
    }

    static final class OfAParameterizedEvent extends WithState<List<String>> {}

    static final class Open<E extends AccountEvent> extends WithState<E> {}

    static final class OpenButSaid<E extends AccountEvent> extends WithState<E> {
        @Override
        public Class<?> eventType() {
            return AccountEvent.class;
        }
    }

    @Test
    void isReadFromTheClassItself() {
        assertThat(new Direct("").eventType()).isEqualTo(AccountEvent.class);
        assertThat(new Transfer(StreamId.of("a"), StreamId.of("b"), 1).eventType())
                .isEqualTo(AccountEvent.class);
    }

    @Test
    void isReadThroughAbstractAndGenericBaseClasses() {
        assertThat(new BelowAGenericBase().eventType()).isEqualTo(AccountEvent.class);
        assertThat(new BelowThat().eventType()).isEqualTo(AccountEvent.class);
        assertThat(new BelowASwappedBase().eventType()).isEqualTo(AccountEvent.class);
        assertThat(new OfAParameterizedEvent().eventType()).isEqualTo(List.class);
    }

    @Test
    void isReadFromAnAnonymousClass() {
        Command<String, AccountEvent> anonymous = new WithState<>() {};

        assertThat(anonymous.eventType()).isEqualTo(AccountEvent.class);
    }

    @Test
    void isAskedForWhenTheClassLeavesItOpen() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Open<AccountEvent>().eventType())
                .withMessageStartingWith(
                        "io.eventcore.CommandEventTypeTest$Open does not say what E of Command is: override"
                                + " eventType().");
    }

    @Test
    void isWhatTheCommandSaysWhenItSaysSo() {
        assertThat(new OpenButSaid<AccountEvent>().eventType()).isEqualTo(AccountEvent.class);
    }
}
