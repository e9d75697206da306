package io.eventcore.torture.events;

import io.eventcore.EventType;
import io.eventcore.torture.history.Chain;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;

/** The events of the run. Each adds an amount to the balance of its stream, and tells by its mark who decided on what. */
public sealed interface TortureEvent {

    /** {@return who decided on it, and on what} */
    Mark mark();

    /** {@return what it adds to the balance} */
    long amount();

    /** {@return what it holds, in one line; it must come back from the store the same} */
    String content();

    /** {@return a hash of what it holds, as it is now} */
    default String check() {
        return Chain.hash(mark().call() + "/" + mark().nth() + "/" + amount() + "/" + content());
    }

    /** A small one. */
    @EventType("torture-moved")
    record Moved(Mark mark, long amount) implements TortureEvent {
        @Override
        public String content() {
            return "";
        }
    }

    /** One whose payload is easily changed on its way: a map, times with offsets, exact numbers. */
    @EventType("torture-packed")
    record Packed(Mark mark, long amount, Map<String, Integer> basket, OffsetDateTime at, BigDecimal price, String note)
            implements TortureEvent {
        @Override
        public String content() {
            return new TreeMap<>(basket) + " " + at + " " + price + " " + note;
        }
    }

    /** A large one. */
    @EventType("torture-heavy")
    record Heavy(Mark mark, long amount, String filler) implements TortureEvent {
        @Override
        public String content() {
            return filler.length() + " " + Chain.hash(filler);
        }
    }

    /** One about a name that others have too, for projections that keep each name once. */
    @EventType("torture-named")
    record Named(Mark mark, long amount, String name) implements TortureEvent {
        @Override
        public String content() {
            return name;
        }
    }
}
