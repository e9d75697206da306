package io.eventcore.bench;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.util.List;

/**
 * The lines between the modules, and what no class does.
 *
 * @param root the package of the API; the other modules are below it. The rules are tried on a root of bad examples too
 */
record ArchitectureRules(String root) {

    ArchRule apiKnowsNoTechnology() {
        return noClasses()
                .that()
                .resideInAnyPackage(root, root + ".internal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "tools.jackson..", "com.fasterxml.jackson..", "com.zaxxer..")
                .because("the API leaves the choice of a database and of a format to adapters");
    }

    ArchRule nothingButAnAdapterKnowsAnAdapter() {
        return noClasses()
                .that()
                .resideInAnyPackage(root, root + ".internal..", root + ".projections..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(root + ".postgres..", root + ".memory..")
                .because("commands and projections run on every adapter");
    }

    ArchRule packagesFormNoCycles() {
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return type.getPackageName().startsWith(root)
                                ? SliceIdentifier.of(type.getPackageName())
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles();
    }

    ArchRule internalsStayInTheirModule() {
        return classes().should(new KeepToOwnInternals(root));
    }

    ArchRule internalsAreNoPartOfPublicSignatures() {
        return classes()
                .that(are(visibleToUsers()))
                .should(new HidePackages(".internal"))
                .because("users cannot import what is not exported");
    }

    private static DescribedPredicate<JavaClass> visibleToUsers() {
        return DescribedPredicate.describe("visible to users", ArchitectureRules::isVisibleToUsers);
    }

    private static boolean isVisibleToUsers(JavaClass type) {
        boolean open = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        return open
                && !HidePackages.isIn(type, ".internal")
                && type.getEnclosingClass()
                        .map(ArchitectureRules::isVisibleToUsers)
                        .orElse(true);
    }

    ArchRule noMethodIsSynchronized() {
        return noMethods()
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .because("a virtual thread that blocks in it holds its carrier");
    }

    ArchRule staticFieldsAreFinal() {
        return fields().that().areStatic().should().beFinal();
    }

    /** A wall clock may jump; nothing that measures a time-out or gives an order may look at it. */
    ArchRule onlyTheseKnowTheTimeOfDay(String... simpleNames) {
        return noClasses()
                .that(are(not(namedOneOf(simpleNames))))
                .should()
                .callMethodWhere(target(owner(assignableTo(Clock.class)))
                        .or(target(name("now")).and(target(owner(resideInAPackage("java.time..")))))
                        .or(target(name("currentTimeMillis")).and(target(owner(type(System.class))))))
                .because("it may jump back and forth; System.nanoTime() does not");
    }

    private static DescribedPredicate<JavaClass> namedOneOf(String... simpleNames) {
        return DescribedPredicate.describe(
                "one of " + List.of(simpleNames),
                type -> List.of(simpleNames).contains(outermost(type).getSimpleName()));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureRules::outermost).orElse(type);
    }

    ArchRule publicExceptionsAreOurs() {
        return classes()
                .that(are(visibleToUsers()))
                .and()
                .areAssignableTo(Throwable.class)
                .should()
                .beAssignableTo(root + ".EventCoreException")
                .because("a user catches one root");
    }
}
