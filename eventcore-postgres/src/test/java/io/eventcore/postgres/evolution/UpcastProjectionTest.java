package io.eventcore.postgres.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.DeadLetter;
import io.eventcore.EventFilter;
import io.eventcore.ProjectionFailedException;
import io.eventcore.StreamId;
import io.eventcore.postgres.evolution.CustomerEvent.CityChanged;
import io.eventcore.postgres.evolution.CustomerEvent.NoteAdded;
import io.eventcore.projections.FailurePolicy;
import io.eventcore.projections.ProjectionAdmin;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Projections get events of all years in the shape of today. */
@ExtendWith(TestPostgresExtension.class)
abstract class UpcastProjectionTest {

    private static final StreamId CUSTOMER = StreamId.of("customer-1");
    private static final StreamId OTHER = StreamId.of("customer-2");

    private OldEvents old;

    /** An empty store of the adapter under test. */
    abstract OldEvents newStore(TestPostgres postgres);

    @BeforeEach
    void open(TestPostgres postgres) {
        old = newStore(postgres);
    }

    @AfterEach
    void close() {
        old.close();
    }

    @Test
    void theyGetEveryVersionAsTheOneOfToday() throws SQLException {
        old.load(CUSTOMER, "deposit-made", 1, "{\"amount\": \"12.50\"}");
        old.load(CUSTOMER, "customer-moved", 1, "{\"name\": \"Zoe\", \"town\": \"Kiel\"}");
        old.append(CUSTOMER, new NoteAdded("today"));

        SeenEvents seen = new SeenEvents(EventFilter.all());
        new ProjectionRunner(old.store(), seen).runUntilCaughtUp();

        assertThat(seen.all())
                .containsExactly(
                        "MoneyDeposited[cents=1250, currency=EUR]",
                        "NameChanged[name=Zoe]",
                        "CityChanged[city=Kiel, country=DE]",
                        "NoteAdded[text=today]");
    }

    @Test
    void aFilterFindsWhatWasStoredUnderOtherNames() throws SQLException {
        old.load(CUSTOMER, "deposit-made", 1, "{\"amount\": \"12.50\"}");
        old.load(CUSTOMER, "customer-moved", 1, "{\"name\": \"Zoe\", \"town\": \"Kiel\"}");
        old.load(CUSTOMER, "note-added", 2, "{\"text\": \"not wanted\"}");
        old.append(CUSTOMER, new CityChanged("Wien", "AT"));

        SeenEvents seen = new SeenEvents(EventFilter.all().withTypes("city-changed", "money-deposited"));
        new ProjectionRunner(old.store(), seen).runUntilCaughtUp();

        assertThat(seen.all())
                .containsExactly(
                        "MoneyDeposited[cents=1250, currency=EUR]",
                        "CityChanged[city=Kiel, country=DE]",
                        "CityChanged[city=Wien, country=AT]");
    }

    @Test
    void whoAsksForTheStoredNameGetsAllThatBecameOfIt() throws SQLException {
        old.load(CUSTOMER, "customer-moved", 1, "{\"name\": \"Zoe\", \"town\": \"Kiel\"}");
        old.append(CUSTOMER, new CityChanged("Wien", "AT"));

        SeenEvents seen = new SeenEvents(EventFilter.all().withTypes("customer-moved"));
        new ProjectionRunner(old.store(), seen).runUntilCaughtUp();

        assertThat(seen.all()).containsExactly("NameChanged[name=Zoe]", "CityChanged[city=Kiel, country=DE]");
    }

    @Test
    void thePartsOfAnEventAreAppliedTogetherEvenOneByOne() throws SQLException {
        old.load(CUSTOMER, "customer-moved", 1, "{\"name\": \"Zoe\", \"town\": \"Kiel\"}");
        old.append(OTHER, new NoteAdded("poison"));

        SeenEvents seen = new SeenEvents(EventFilter.all());
        seen.failOn("poison");
        new ProjectionRunner(old.store(), seen, parking()).runUntilCaughtUp();

        assertThat(seen.batches())
                .contains(List.of("NameChanged[name=Zoe]", "CityChanged[city=Kiel, country=DE]"))
                .doesNotContain(List.of("NameChanged[name=Zoe]"));
    }

    @Test
    void ifAPartFailsTheWholeEventIsPutAsideAndAppliedAgain() throws SQLException {
        old.load(CUSTOMER, "customer-moved", 1, "{\"name\": \"Zoe\", \"town\": \"Kiel\"}");
        SeenEvents seen = new SeenEvents(EventFilter.all());
        seen.failOn("Kiel");
        new ProjectionRunner(old.store(), seen, parking()).runUntilCaughtUp();

        ProjectionAdmin admin = ProjectionAdmin.of(old.store());
        List<DeadLetter> letters = admin.deadLetters(admin.latestVersion("seen"), 0, 10);
        assertThat(letters).extracting(letter -> letter.event().type()).containsExactly("customer-moved");
        assertThat(seen.all()).isEmpty();

        seen.failOn("nothing");
        admin.retry(admin.latestVersion("seen"), CUSTOMER);
        try (ProjectionRunner runner = new ProjectionRunner(old.store(), seen, parking()).start()) {
            await().until(() ->
                    admin.deadLetters(admin.latestVersion("seen"), 0, 10).isEmpty());
            assertThat(runner.status().failure()).isEmpty();
        }
        assertThat(seen.all()).containsExactly("NameChanged[name=Zoe]", "CityChanged[city=Kiel, country=DE]");
    }

    @Test
    void anUnknownTypeStopsAProjectionUnlessItIgnoresThem() throws SQLException {
        old.load(CUSTOMER, "forgotten", 1, "{}");
        old.load(CUSTOMER, "customer-moved", 1, "{\"name\": \"Zoe\", \"town\": \"Kiel\"}");
        old.load(CUSTOMER, "deposit-made", 1, "{\"amount\": \"12.50\"}");

        assertThatThrownBy(
                        () -> new ProjectionRunner(old.store(), new SeenEvents(EventFilter.all())).runUntilCaughtUp())
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("'forgotten'");

        SeenEvents careless = new SeenEvents(EventFilter.all()).ignoringUnknownTypes();
        long reached = new ProjectionRunner(old.store(), careless).runUntilCaughtUp();
        assertThat(careless.all()).hasSize(3);
        assertThat(reached).isEqualTo(old.store().feed().head());
    }

    private static ProjectionConfig parking() {
        return ProjectionConfig.defaults().withFailurePolicy(FailurePolicy.park());
    }
}
