package io.eventcore.bench;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Each rule finds the class that breaks it. */
class ArchitectureRulesTest {

    private static final String ROOT = "io.eventcore.bench.violations";
    private static final JavaClasses BAD = new ClassFileImporter().importPackages(ROOT);

    private final ArchitectureRules rules = new ArchitectureRules(ROOT);

    @Test
    void anApiThatKnowsJdbcIsFound() {
        assertFinds(rules.apiKnowsNoTechnology(), "ApiWithJdbc.connection", "java.sql.Connection");
    }

    @Test
    void anApiAndAProjectionThatKnowAnAdapterAreFound() {
        assertFinds(rules.nothingButAnAdapterKnowsAnAdapter(), "ApiWithAdapter.adapter", "postgres.Adapter");
        assertFinds(rules.nothingButAnAdapterKnowsAnAdapter(), "ProjectionWithAdapter.adapter", "postgres.Adapter");
    }

    @Test
    void aCycleIsFound() {
        assertFinds(rules.packagesFormNoCycles(), "Cycle detected", "ApiWithAdapter.adapter", "Adapter.api");
    }

    @Test
    void aModuleThatUsesAnothersInternalsIsFound() {
        assertFinds(rules.internalsStayInTheirModule(), "Neighbour.hidden", "postgres.internal.Hidden");
    }

    @Test
    void projectionsMayUseTheInternalsOfTheApi() {
        assertThatThrownBy(() -> rules.internalsStayInTheirModule().check(BAD))
                .hasMessageNotContaining("ProjectionWithAdapter");
    }

    @Test
    void anInternalClassInAPublicSignatureIsFoundAlsoAsATypeArgument() {
        assertFinds(
                rules.internalsAreNoPartOfPublicSignatures(),
                "Adapter.hidden() shows " + ROOT + ".postgres.internal.Hidden",
                "Adapter.all shows " + ROOT + ".postgres.internal.Hidden");
    }

    @Test
    void aSynchronizedMethodIsFound() {
        assertFinds(rules.noMethodIsSynchronized(), "Neighbour.locked()");
    }

    @Test
    void staticStateIsFound() {
        assertFinds(rules.staticFieldsAreFinal(), "Neighbour.state");
    }

    @Test
    void everyLookAtTheTimeOfDayIsFoundButThoseThatAreAllowed() {
        assertFinds(
                rules.onlyTheseKnowTheTimeOfDay("Timestamped"),
                "3 times",
                "Deadline.byInstant()",
                "Deadline.byClock(java.time.Clock)",
                "Deadline.byMillis()");
    }

    @Test
    void aPublicExceptionOfAnotherRootIsFound() {
        assertFinds(rules.publicExceptionsAreOurs(), "1 times", "StrayException");
    }

    private static void assertFinds(ArchRule rule, String... texts) {
        assertThatThrownBy(() -> rule.check(BAD))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(texts);
    }
}
