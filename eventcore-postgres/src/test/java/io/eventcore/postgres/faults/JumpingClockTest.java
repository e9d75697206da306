package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.CommandExecutor;
import io.eventcore.EventFilter;
import io.eventcore.EventId;
import io.eventcore.EventTypes;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.faults.Booking.Deposit;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The clock of the client, which makes the event ids, jumps back and forth by years. */
@ExtendWith(TestPostgresExtension.class)
class JumpingClockTest {

    private static final int EVENTS = 200;
    private static final long MILLIS_OF_48_BITS = 1L << 48;

    @Test
    void theOrderOfEventsIsThatOfTheAppends(TestPostgres postgres) {
        Random random = new Random(7);
        List<EventId> made = new ArrayList<>();
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(postgres.newDatabase()), EventTypes.of(Moved.class))) {
            store.initialize();
            CommandExecutor executor = CommandExecutor.builder(store)
                    .eventIds(() -> {
                        made.add(idMadeAt(random.nextLong(MILLIS_OF_48_BITS), random));
                        return made.get(made.size() - 1);
                    })
                    .build();
            StreamId account = StreamId.of("account");
            for (int nr = 1; nr <= EVENTS; nr++) {
                executor.execute(new Deposit(nr, account, 1));
            }

            List<StoredEvent<Object>> stream = store.read(account);
            assertThat(stream).extracting(StoredEvent::id).isEqualTo(made);
            assertThat(stream)
                    .extracting(StoredEvent::version)
                    .isEqualTo(LongStream.rangeClosed(1, EVENTS).boxed().toList());
            assertThat(store.feed().read(0, EventFilter.all(), EVENTS).events()).isEqualTo(stream);
        }
        assertThat(made).as("the ids know a different order").isNotEqualTo(sorted(made));
    }

    /** A UUID of version 7, whose first 48 bits are a time. */
    private static EventId idMadeAt(long millis, Random random) {
        long timeAndVersion = millis << 16 | 0x7000 | random.nextInt(0x1000);
        long variant = 0x8000_0000_0000_0000L | random.nextLong() >>> 2;
        return EventId.of(new UUID(timeAndVersion, variant));
    }

    private static List<EventId> sorted(List<EventId> ids) {
        return ids.stream()
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();
    }
}
