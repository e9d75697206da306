package io.eventcore.postgres;

import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands tests the {@link TestRoles} that all tests of a JVM share, and closes them before the server goes. */
final class TestRolesExtension implements ParameterResolver {

    private final TestPostgresExtension server = new TestPostgresExtension();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestRoles.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestPostgres postgres = (TestPostgres) server.resolveParameter(parameter, context);
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestRolesExtension.class))
                .computeIfAbsent(TestRoles.class, key -> create(postgres), TestRoles.class);
    }

    private static TestRoles create(TestPostgres postgres) {
        try {
            return new TestRoles(postgres.url());
        } catch (SQLException e) {
            throw new IllegalStateException("The server's user may not create roles", e);
        }
    }
}
