package io.eventcore.postgres.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.EventCodecException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.UnknownEventTypeException;
import io.eventcore.Writes;
import io.eventcore.postgres.PatientWaits;
import io.eventcore.postgres.evolution.CustomerEvent.MoneyDeposited;
import io.eventcore.postgres.evolution.CustomerEvent.NoteAdded;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Commands read events of all years in the shape of today. */
@ExtendWith(TestPostgresExtension.class)
abstract class UpcastingTest {

    private static final StreamId CUSTOMER = StreamId.of("customer-1");

    private OldEvents old;
    private CommandExecutor executor;

    /** An empty store of the adapter under test. */
    abstract OldEvents newStore(TestPostgres postgres);

    @BeforeEach
    void open(TestPostgres postgres) {
        old = newStore(postgres);
        executor = PatientWaits.executor(old.store());
    }

    @AfterEach
    void close() {
        old.close();
    }

    @Test
    void everyVersionIsReadAsTheOneOfToday() throws SQLException {
        old.load(CUSTOMER, "deposit-made", 1, "{\"amount\": \"12.50\"}");
        old.load(CUSTOMER, "money-deposited", 1, "{\"amount\": \"0.10\"}");
        old.load(CUSTOMER, "money-deposited", 2, "{\"cents\": 7}");
        old.append(CUSTOMER, new MoneyDeposited(3, "SEK"));

        assertThat(payloads())
                .containsExactly(
                        new MoneyDeposited(1250, "EUR"),
                        new MoneyDeposited(10, "EUR"),
                        new MoneyDeposited(7, "EUR"),
                        new MoneyDeposited(3, "SEK"));
    }

    @Test
    void aFieldThatIsNoLongerThereIsTakenOut() throws SQLException {
        old.load(CUSTOMER, "note-added", 1, "{\"text\": \"hello\", \"author\": {\"name\": \"zoe\"}}");

        assertThat(payloads()).containsExactly(new NoteAdded("hello"));
    }

    @Test
    void aStreamCommandFoldsThemColdAndWarm() throws SQLException {
        old.load(CUSTOMER, "deposit-made", 1, "{\"amount\": \"1.00\"}");
        old.load(CUSTOMER, "customer-moved", 1, "{\"name\": \"Zoe\", \"town\": \"Kiel\"}");
        executor.execute(new Remark(CUSTOMER));
        old.load(CUSTOMER, "customer-moved", 2, "{\"name\": \"Zo\", \"city\": \"Bonn\"}");
        executor.execute(new Remark(CUSTOMER));

        String first = " +100EUR is Zoe in Kiel/DE";
        assertThat(notes()).containsExactly(first, first + " '" + first + "' is Zo in Bonn/DE");
    }

    @Test
    void aSplitEventCountsAsOneInItsStream() throws SQLException {
        old.load(CUSTOMER, "customer-moved", 1, "{\"name\": \"Zoe\", \"town\": \"Kiel\"}");

        assertThat(executor.execute(new Remark(CUSTOMER)).versions()).containsEntry(CUSTOMER, 2L);
        assertThat(executor.execute(new Remark(CUSTOMER)).versions()).containsEntry(CUSTOMER, 3L);
    }

    @Test
    void aPlainCommandSeesThePartsAsEventsOfTheirOwn() throws SQLException {
        old.load(CUSTOMER, "customer-moved", 1, "{\"name\": \"Zoe\", \"town\": \"Kiel\"}");

        executor.execute(new Recorded(CUSTOMER));

        assertThat(notes()).containsExactly("[1 name-changed, 1 city-changed]");
        StoredEvent<Object> stored = old.store().read(CUSTOMER).get(0);
        List<StoredEvent<Object>> parts = stored.parts();
        assertThat(parts).extracting(StoredEvent::id).doesNotHaveDuplicates().startsWith(stored.id());
        assertThat(parts).extracting(StoredEvent::position).containsOnly(stored.position());
        assertThat(old.store().read(CUSTOMER).get(0).parts()).isEqualTo(parts);
    }

    @Test
    void anUnknownTypeIsAnErrorToCommands() throws SQLException {
        old.load(CUSTOMER, "forgotten", 1, "{}");

        assertThatThrownBy(() -> executor.execute(new Remark(CUSTOMER)))
                .isInstanceOf(UnknownEventTypeException.class)
                .hasMessageContaining("Event 1 of stream 'customer-1', at position 1, has the type 'forgotten'");
    }

    @Test
    void whatANewerApplicationHasWrittenIsAnError() throws SQLException {
        old.load(CUSTOMER, "money-deposited", 4, "{\"cents\": 7, \"currency\": \"EUR\", \"account\": \"x\"}");

        assertThatThrownBy(() -> executor.execute(new Remark(CUSTOMER)))
                .isInstanceOf(EventCodecException.class)
                .hasMessageContaining("Event 1 of stream 'customer-1', at position 1, of type 'money-deposited'")
                .hasMessageContaining("knows versions 1 to 3");
    }

    @Test
    void anUpcasterThatFailsNamesThePlace() throws SQLException {
        old.load(CUSTOMER, "money-deposited", 1, "{\"amount\": \"much\"}");

        assertThatThrownBy(() -> executor.execute(new Remark(CUSTOMER)))
                .isInstanceOf(EventCodecException.class)
                .hasMessageContaining("Event 1 of stream 'customer-1', at position 1, of type 'money-deposited'")
                .hasMessageContaining("The upcaster from money-deposited version 1 failed");
    }

    private List<Object> payloads() {
        return old.store().read(CUSTOMER).stream().map(StoredEvent::payload).toList();
    }

    private List<String> notes() {
        return payloads().stream()
                .filter(NoteAdded.class::isInstance)
                .map(note -> ((NoteAdded) note).text())
                .toList();
    }

    /** Notes the versions and types that its fold was given. */
    private record Recorded(StreamId customer) implements Command<List<String>, CustomerEvent> {
        @Override
        public Streams streams() {
            return Streams.of(customer);
        }

        @Override
        public List<String> initialState() {
            return List.of();
        }

        @Override
        public List<String> apply(List<String> seen, StoredEvent<CustomerEvent> event) {
            List<String> more = new ArrayList<>(seen);
            more.add(event.version() + " " + event.type());
            return more;
        }

        @Override
        public Writes<CustomerEvent> handle(List<String> seen) {
            return Writes.to(customer, new NoteAdded(seen.toString()));
        }
    }
}
