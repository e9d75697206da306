package io.eventcore.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** All modules keep the rules. */
class ArchitectureTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("jmh_generated"))
            .importPackages("io.eventcore");

    private final ArchitectureRules rules = new ArchitectureRules("io.eventcore");

    @Test
    void theModulesAreLookedAtAndTheirTestsAreNot() {
        for (String type : new String[] {
            "io.eventcore.CommandExecutor",
            "io.eventcore.internal.TypeArguments",
            "io.eventcore.memory.InMemoryEventStore",
            "io.eventcore.postgres.PostgresEventStore",
            "io.eventcore.postgres.internal.append.AppendLanes",
            "io.eventcore.projections.ProjectionRunner",
            "io.eventcore.testkit.EventStoreContract",
            "io.eventcore.testkit.ScenarioStage",
            "io.eventcore.bench.AppendLoad"
        }) {
            assertThat(ALL.contain(type)).as(type).isTrue();
        }
        assertThat(ALL.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void theApiKnowsNoTechnology() {
        rules.apiKnowsNoTechnology().check(ALL);
    }

    @Test
    void theExecutorAndProjectionsKnowNoAdapter() {
        rules.nothingButAnAdapterKnowsAnAdapter().check(ALL);
    }

    @Test
    void packagesFormNoCycles() {
        rules.packagesFormNoCycles().check(ALL);
    }

    @Test
    void internalsStayInTheirModule() {
        rules.internalsStayInTheirModule().check(ALL);
    }

    @Test
    void internalsAreNoPartOfPublicSignatures() {
        rules.internalsAreNoPartOfPublicSignatures().check(ALL);
    }

    @Test
    void noMethodIsSynchronized() {
        rules.noMethodIsSynchronized().check(ALL);
    }

    @Test
    void staticFieldsAreFinal() {
        rules.staticFieldsAreFinal().check(ALL);
    }

    /**
     * The store in memory stamps its events, as PostgreSQL's clock does in its own, and the contract looks at the stamp.
     * Reports for people say when they were made, and how old an event is. The leases of the store in memory end by its
     * clock, which tests move, and scenarios stamp what is given by it. Nothing else takes an order or a time-out from it.
     */
    @Test
    void onlyWhatStampsEventsAndReportsKnowsTheTimeOfDay() {
        rules.onlyTheseKnowTheTimeOfDay(
                        "InMemoryEventStore",
                        "EventLog",
                        "InMemoryProjectionStore",
                        "OrderContract",
                        "TestClock",
                        "Scenario",
                        "ScenarioStage",
                        "PoolWatch",
                        "HealthCheck",
                        "FeedTelemetry",
                        "Lane",
                        "RunState",
                        "RunEnvironment")
                .check(ALL);
    }

    @Test
    void publicExceptionsAreOurs() {
        rules.publicExceptionsAreOurs().check(ALL);
    }
}
