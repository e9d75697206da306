package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AccountEvent.Deposited;
import io.eventcore.AccountEvent.Opened;
import io.eventcore.AccountEvent.Withdrawn;
import io.eventcore.EventTypes.Registration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventTypesTest {

    sealed interface OrderEvent permits Placed, Payment {}

    @EventType(
            value = "order-placed",
            aliases = {"order-created", "order-new"},
            version = 3)
    record Placed() implements OrderEvent {}

    sealed interface Payment extends OrderEvent {}

    @EventType("payment-received")
    record Received() implements Payment {}

    @EventType("payment-refused")
    record Refused() implements Payment {}

    record Nameless() {}

    @EventType("order-placed")
    record AlsoPlaced() {}

    @EventType("order-created")
    record NamedAsAnAlias() {}

    @EventType(value = "order-changed", aliases = "order-placed")
    record AliasedAsAName() {}

    @EventType(value = "order-moved", aliases = "order-new")
    record AliasedAsAnAlias() {}

    @EventType(value = "early", version = 0)
    record VersionZero() {}

    @EventType(" ")
    record Blank() {}

    @EventType("a\u0000b")
    record ControlCharacter() {}

    @EventType(value = "fine", aliases = "")
    record EmptyAlias() {}

    interface Open {}

    abstract static class OpenClass {}

    sealed interface Leaking {}

    non-sealed interface Leak extends Leaking {}

    @EventType("sealed-parent")
    static sealed class Parent {}

    @EventType("sealed-child")
    static final class Child extends Parent {}

    @Test
    void registerEveryClassBelowASealedRootInItsOrder() {
        EventTypes types = registered(OrderEvent.class);

        assertThat(types.all())
                .containsExactly(
                        new Registration("order-placed", 3, List.of("order-created", "order-new"), Placed.class),
                        new Registration("payment-received", 1, List.of(), Received.class),
                        new Registration("payment-refused", 1, List.of(), Refused.class));
        assertThatThrownBy(() -> types.all().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void registerSeveralRootsAndSingleClasses() {
        EventTypes types = registered(AccountEvent.class, Placed.class, Placed.class, Received.class);

        assertThat(types.all())
                .extracting(Registration::payloadType)
                .containsExactly(Opened.class, Withdrawn.class, Deposited.class, Placed.class, Received.class);
    }

    @Test
    void registerASealedClassThatIsItselfConcrete() {
        assertThat(EventTypes.of(Parent.class).all())
                .extracting(Registration::payloadType)
                .containsExactly(Parent.class, Child.class);
    }

    @Test
    void knowAPayloadByItsClass() {
        EventTypes types = registered(OrderEvent.class);

        assertThat(types.registrationOf(new Received()).name()).isEqualTo("payment-received");
        assertThatExceptionOfType(UnregisteredEventException.class)
                .isThrownBy(() -> types.registrationOf(new Deposited(1)))
                .withMessageStartingWith("Event class io.eventcore.AccountEvent$Deposited is not registered: add it to"
                        + " EventTypes.of(...).")
                .satisfies(error -> assertThat(error.payloadType()).isEqualTo(Deposited.class));
    }

    @Test
    void knowATypeByNameAndByAlias() {
        EventTypes types = registered(OrderEvent.class);

        assertThat(types.named("order-placed"))
                .get()
                .extracting(Registration::payloadType)
                .isEqualTo(Placed.class);
        assertThat(types.named("order-new"))
                .get()
                .extracting(Registration::name)
                .isEqualTo("order-placed");
        assertThat(types.named("money-deposited")).isEmpty();
    }

    @Test
    void nameAllThatEventsOfAFamilyMayBeStoredUnder() {
        EventTypes types = registered(AccountEvent.class, OrderEvent.class);

        assertThat(types.namesOf(Placed.class)).containsExactly("order-placed", "order-created", "order-new");
        assertThat(types.namesOf(Payment.class)).containsExactly("payment-received", "payment-refused");
        assertThat(types.namesOf(OrderEvent.class)).hasSize(5);
        assertThat(types.namesOf(Object.class)).hasSize(8);
        assertThat(types.namesOf(String.class)).isEmpty();
    }

    /** The classes, and how the earlier versions of a placed order are read. */
    private static EventTypes registered(Class<?>... roots) {
        return EventTypes.builder(roots)
                .upcast("order-placed", 1, data -> data)
                .upcast("order-placed", 2, data -> data)
                .build();
    }

    static Stream<Arguments> unusable() {
        String nested = "io.eventcore.EventTypesTest$";
        String range = "; a name has 1 to 255 characters and no control characters.";
        String unique = ": names and aliases are unique.";
        return Stream.of(
                refused("Register at least one event type: EventTypes.of(MyEvent.class)."),
                refused(
                        "Event class " + nested + "Nameless has no name: annotate it with"
                                + " @EventType(\"a-name-that-will-never-change\").",
                        Nameless.class),
                refused(
                        "The event type name 'order-placed' is claimed twice, by " + nested + "Placed and " + nested
                                + "AlsoPlaced" + unique,
                        OrderEvent.class,
                        AlsoPlaced.class),
                refused(
                        "The event type name 'order-created' is claimed twice, by " + nested + "Placed and " + nested
                                + "NamedAsAnAlias" + unique,
                        OrderEvent.class,
                        NamedAsAnAlias.class),
                refused(
                        "The event type name 'order-placed' is claimed twice, by " + nested + "Placed and " + nested
                                + "AliasedAsAName" + unique,
                        OrderEvent.class,
                        AliasedAsAName.class),
                refused(
                        "The event type name 'order-new' is claimed twice, by " + nested + "Placed and " + nested
                                + "AliasedAsAnAlias" + unique,
                        OrderEvent.class,
                        AliasedAsAnAlias.class),
                refused("Event class " + nested + "VersionZero has version 0; versions start at 1.", VersionZero.class),
                refused("Event class " + nested + "Blank has the name ' '" + range, Blank.class),
                refused(
                        "Event class " + nested + "ControlCharacter has the name 'a\u0000b'" + range,
                        ControlCharacter.class),
                refused("Event class " + nested + "EmptyAlias has the name ''" + range, EmptyAlias.class),
                refused(openRoot("Open"), Open.class),
                refused(openRoot("OpenClass"), OpenClass.class),
                refused(openRoot("Leak"), Leaking.class));
    }

    private static Arguments refused(String message, Class<?>... roots) {
        return Arguments.of(message, roots);
    }

    private static String openRoot(String name) {
        return "io.eventcore.EventTypesTest$" + name
                + " is neither a concrete class nor sealed, so the classes below it"
                + " cannot be known: make it sealed or name the classes one by one.";
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void refuseWhatCannotBeRegisteredAndSayWhy(String message, Class<?>[] roots) {
        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> EventTypes.of(roots))
                .withMessageStartingWith(message);
    }
}
