package io.eventcore.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands tests the {@link TestPostgres} that they ask for by a parameter. All tests of a JVM share one server, which is
 * stopped after the last of them; each takes databases of its own by {@link TestPostgres#newDatabase()}.
 *
 * <p>The system property {@value #BINARIES_PROPERTY} names a jar of binaries, to run the tests on another version of
 * PostgreSQL.
 */
public final class TestPostgresExtension implements ParameterResolver {

    /** Names a jar of binaries. See {@link TestPostgres.Builder#binaries(Path)}. */
    public static final String BINARIES_PROPERTY = "eventcore.test.postgres.binaries";

    /** For JUnit. */
    public TestPostgresExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestPostgres.class;
    }

    /** JUnit closes what is in the root store, for it is {@link AutoCloseable}, when all tests have run. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestPostgresExtension.class))
                .computeIfAbsent(TestPostgres.class, key -> start(), TestPostgres.class);
    }

    private static TestPostgres start() {
        String binaries = System.getProperty(BINARIES_PROPERTY, "");
        return binaries.isBlank()
                ? TestPostgres.start()
                : TestPostgres.builder().binaries(Path.of(binaries)).start();
    }
}
