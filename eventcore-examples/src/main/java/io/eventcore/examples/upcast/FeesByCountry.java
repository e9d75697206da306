package io.eventcore.examples.upcast;

import io.eventcore.EventFold;
import io.eventcore.examples.upcast.MemberEvent.EmailChanged;
import io.eventcore.examples.upcast.MemberEvent.Moved;
import io.eventcore.examples.upcast.MemberEvent.Registered;
import io.eventcore.projections.InMemoryProjection;
import java.util.Map;
import java.util.TreeMap;

/** A read model: the cents that members pay a year, by country. */
public final class FeesByCountry {

    private FeesByCountry() {}

    /** The projection that keeps it. */
    public static InMemoryProjection<Map<String, Long>, MemberEvent> projection() {
        return InMemoryProjection.of(
                "fees-by-country",
                Map.of(),
                MemberEvent.class,
                EventFold.<Map<String, Long>, MemberEvent>over(MemberEvent.class)
                        .on(Registered.class, (fees, event) -> plus(fees, event.payload()))
                        .ignoring(EmailChanged.class, Moved.class)
                        .build());
    }

    private static Map<String, Long> plus(Map<String, Long> fees, Registered member) {
        Map<String, Long> more = new TreeMap<>(fees);
        more.merge(member.country(), member.feeCents(), Long::sum);
        return Map.copyOf(more);
    }
}
