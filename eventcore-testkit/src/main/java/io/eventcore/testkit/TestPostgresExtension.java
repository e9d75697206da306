package io.eventcore.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands tests the {@link TestPostgres} that they ask for by a parameter, and the URL of a {@link FreshDatabase}. All tests of a JVM share one server, which is
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
        return parameter.getParameter().getType() == TestPostgres.class || asksForDatabase(parameter);
    }

    private static boolean asksForDatabase(ParameterContext parameter) {
        return parameter.isAnnotated(FreshDatabase.class)
                && parameter.getParameter().getType() == String.class;
    }

    /** What a constructor gets belongs to one test, not to all of its class. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return asksForDatabase(parameter) ? databaseOf(context).url() : postgres(context);
    }

    /** JUnit closes what is in the root store, for it is {@link AutoCloseable}, when all tests have run. */
    private static TestPostgres postgres(ExtensionContext context) {
        return storeOf(context.getRoot()).computeIfAbsent(TestPostgres.class, key -> start(), TestPostgres.class);
    }

    /** JUnit closes what is in the store of a test after the test. A store also shows what is in that of the class. */
    private static Database databaseOf(ExtensionContext context) {
        return storeOf(context).computeIfAbsent(Database.class, key -> Database.on(postgres(context)), Database.class);
    }

    private static ExtensionContext.Store storeOf(ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(TestPostgresExtension.class));
    }

    /** A database that is dropped when it is closed. */
    private record Database(TestPostgres postgres, String url) implements AutoCloseable {
        static Database on(TestPostgres postgres) {
            return new Database(postgres, postgres.newDatabase());
        }

        @Override
        public void close() {
            postgres.drop(url);
        }
    }

    private static TestPostgres start() {
        String binaries = System.getProperty(BINARIES_PROPERTY, "");
        return binaries.isBlank()
                ? TestPostgres.start()
                : TestPostgres.builder().binaries(Path.of(binaries)).start();
    }
}
