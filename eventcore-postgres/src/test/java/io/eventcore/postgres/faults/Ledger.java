package io.eventcore.postgres.faults;

import io.eventcore.CommandExecutor;
import io.eventcore.DeadlineExceededException;
import io.eventcore.ErrorCode;
import io.eventcore.EventCoreException;
import io.eventcore.ExecutionResult;
import io.eventcore.UnknownOutcomeException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** What the callers were told about each booking. Thread-safe. */
final class Ledger {

    private final AtomicLong lastId = new AtomicLong();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Map<Long, Entry> entries = new ConcurrentHashMap<>();

    /** Executes a booking and writes down how it ended. Returns whether it was acknowledged. */
    boolean execute(CommandExecutor executor, LongFunction<Booking> withId) {
        Booking booking = withId.apply(lastId.incrementAndGet());
        try {
            ExecutionResult result = executor.execute(booking);
            entries.put(booking.id(), new Entry(booking, new Told.Stored(result)));
            acknowledged.incrementAndGet();
            return true;
        } catch (EventCoreException e) {
            entries.put(booking.id(), new Entry(booking, isDefinite(e) ? new Told.Refused(e) : new Told.Unknown(e)));
            return false;
        }
    }

    private static boolean isDefinite(EventCoreException failure) {
        return !(failure instanceof UnknownOutcomeException)
                && !(failure instanceof DeadlineExceededException late && late.mayHaveCommitted());
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /** How many bookings were begun; those under way are counted and have no entry yet. */
    long begun() {
        return lastId.get();
    }

    Map<Long, Entry> entries() {
        return entries;
    }

    /** How many bookings failed, by error. */
    Map<ErrorCode, Integer> failures() {
        Map<ErrorCode, Integer> counts = new EnumMap<>(ErrorCode.class);
        entries.values()
                .forEach(entry ->
                        entry.told().failure().ifPresent(failure -> counts.merge(failure.code(), 1, Integer::sum)));
        return counts;
    }

    /**
     * A booking that has ended.
     *
     * @param booking the command
     * @param told what its caller was told
     */
    record Entry(Booking booking, Told told) {}

    /** What a caller was told. */
    sealed interface Told {

        Optional<EventCoreException> failure();

        /** Its events are stored. */
        record Stored(ExecutionResult result) implements Told {
            @Override
            public Optional<EventCoreException> failure() {
                return Optional.empty();
            }
        }

        /** Nothing is stored, nor will be. */
        record Refused(EventCoreException reason) implements Told {
            @Override
            public Optional<EventCoreException> failure() {
                return Optional.of(reason);
            }
        }

        /** Nobody knows. */
        record Unknown(EventCoreException reason) implements Told {
            @Override
            public Optional<EventCoreException> failure() {
                return Optional.of(reason);
            }
        }
    }
}
