package io.eventcore.examples.upcast;

import io.eventcore.EventData;
import io.eventcore.EventTypes;
import io.eventcore.examples.upcast.MemberEvent.EmailChanged;
import io.eventcore.examples.upcast.MemberEvent.Moved;
import java.math.BigDecimal;
import java.util.List;

/** How events of earlier years become those of today. What is stored is never changed. */
public final class MemberHistory {

    private MemberHistory() {}

    /** Today's types, with the way to them from every older version. */
    public static EventTypes types() {
        return EventTypes.builder(MemberEvent.class)
                .upcast("member-registered", 1, MemberHistory::nameAndCents)
                .upcast("member-registered", 2, data -> data.with("country", "NO"))
                .split("contact-changed", 1, MemberHistory::emailAndStreet, EmailChanged.class, Moved.class)
                .build();
    }

    /** 2021: "fullName" is called "name", and the fee is no text of kroner any more but a number of cents. */
    private static EventData nameAndCents(EventData data) {
        BigDecimal fee = new BigDecimal(data.text("fee"));
        return data.renamed("fullName", "name")
                .without("fee")
                .with("feeCents", fee.movePointRight(2).longValueExact());
    }

    /** 2022: one event for two things became two events. */
    private static List<EventData> emailAndStreet(EventData contact) {
        return List.of(
                EventData.of("member-email-changed", 1).with("email", contact.text("email")),
                EventData.of("member-moved", 1).with("street", contact.text("street")));
    }
}
