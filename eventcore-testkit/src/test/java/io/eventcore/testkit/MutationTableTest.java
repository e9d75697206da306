package io.eventcore.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Each test of the contract fails on a store that is broken for it, and passes on one that is not. */
class MutationTableTest {

    /**
     * A test of the contract.
     *
     * @param suite the nested class that runs it
     * @param method the method
     */
    private record ContractMethod(Class<?> suite, Method method) {
        DiscoverySelector selector() {
            return selectNestedMethod(List.of(BrokenStoreRun.class), suite, method);
        }
    }

    private static final Map<String, ContractMethod> CONTRACT = Arrays.stream(
                    EventStoreContract.class.getDeclaredClasses())
            .filter(suite -> suite.isAnnotationPresent(Nested.class))
            .flatMap(suite -> Arrays.stream(suite.getSuperclass().getDeclaredMethods())
                    .filter(MutationTableTest::isTest)
                    .map(method -> new ContractMethod(suite, method)))
            .collect(Collectors.toMap(test -> test.method().getName(), Function.identity()));

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    /** The suite that runs a test of the contract. */
    static Class<?> suiteOf(String test) {
        return requireNonNull(CONTRACT.get(test)).suite();
    }

    static List<Mutation> mutations() {
        return MutationTable.all();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void theContractCatchesAStoreThat(Mutation mutation) {
        DiscoverySelector[] selected = CONTRACT.values().stream()
                .filter(test -> mutation.caughtBy().contains(test.method().getName()))
                .map(ContractMethod::selector)
                .toArray(DiscoverySelector[]::new);

        Events tests = run(mutation, selected);

        Set<String> failed =
                tests.failed().stream().map(MutationTableTest::methodOf).collect(Collectors.toSet());
        assertThat(failed).containsExactlyInAnyOrderElementsOf(mutation.caughtBy());
    }

    @Test
    void theContractPassesOnAStoreThatIsNotBroken() {
        Events tests = run(MutationTable.NONE, selectClass(BrokenStoreRun.class));

        tests.assertStatistics(statistics -> statistics.failed(0).aborted(0).skipped(0));
        assertThat(tests.succeeded().stream().map(MutationTableTest::methodOf).collect(Collectors.toSet()))
                .as("every test has run")
                .isEqualTo(CONTRACT.keySet());
    }

    @Test
    void everyTestOfTheContractIsCaughtByABrokenStoreAndEveryNameInTheTableIsATest() {
        Set<String> named = mutations().stream()
                .flatMap(mutation -> mutation.caughtBy().stream())
                .collect(Collectors.toSet());

        assertThat(named).isEqualTo(CONTRACT.keySet());
    }

    @Test
    void everyMutationHasANameOfItsOwn() {
        assertThat(mutations()).extracting(Mutation::name).doesNotHaveDuplicates();
    }

    @Test
    void everySuiteOfTheContractIsANestedClassOfIt() {
        Set<Class<?>> suites = new HashSet<>();
        CONTRACT.values().forEach(test -> suites.add(test.method().getDeclaringClass()));

        assertThat(suites)
                .hasSize(EventStoreContract.class.getDeclaredClasses().length)
                .allMatch(suite -> ContractTest.class.isAssignableFrom(suite));
    }

    private static Events run(Mutation mutation, DiscoverySelector... selectors) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter(BrokenStoreRun.MUTATION, mutation.name())
                .selectors(selectors)
                .execute()
                .testEvents();
    }

    private static String methodOf(Event event) {
        return Stream.of(event.getTestDescriptor().getSource().orElseThrow())
                .map(org.junit.platform.engine.support.descriptor.MethodSource.class::cast)
                .map(org.junit.platform.engine.support.descriptor.MethodSource::getMethodName)
                .findFirst()
                .orElseThrow();
    }
}
