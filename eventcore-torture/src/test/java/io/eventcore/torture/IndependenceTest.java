package io.eventcore.torture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The checker and the histories know nothing of the stores, and the run nothing of their internals. */
class IndependenceTest {

    private static final JavaClasses RUN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.eventcore.torture");

    @Test
    void theCheckerSharesNoCodeWithAStore() {
        noClasses()
                .that()
                .resideInAnyPackage("io.eventcore.torture.checker..", "io.eventcore.torture.history..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.eventcore..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                                "io.eventcore.torture.checker..", "io.eventcore.torture.history.."))))
                .check(RUN);
    }

    @Test
    void internalsOfTheModulesAreNotTouched() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.eventcore..internal..")
                .check(RUN);
    }

    @Test
    void onlyTheAdapterKnowsPostgres() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.eventcore.torture.adapter..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.eventcore.postgres..")
                .check(RUN);
    }
}
