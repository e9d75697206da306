package io.eventcore.postgres.internal.sql;

import io.eventcore.EventCoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Connections that know the schema of the store's tables: in the statements that they prepare, <code>{schema}</code> stands
 * for it. Whatever an application has made of the search path of a pooled connection, the store's statements mean the
 * store's tables. What a pool or a connection throws that is not its word of an error is a broken connection. Thread-safe.
 */
public final class NamedConnections implements ConnectionSource {

    private final ConnectionSource source;
    private final Map<String, String> statements = new ConcurrentHashMap<>();
    private volatile @Nullable SchemaName schema;

    /**
     * Names the schema.
     *
     * @param schema null for the one that the search path leads to when the first statement is prepared; it stays that one
     */
    public NamedConnections(ConnectionSource source, @Nullable String schema) {
        this.source = source;
        this.schema = schema == null ? null : new SchemaName(schema);
    }

    /** The same if it knows the schema already. */
    static NamedConnections of(ConnectionSource source) {
        return source instanceof NamedConnections named ? named : new NamedConnections(source, null);
    }

    @Override
    public Connection open() throws SQLException {
        Connection connection = opened();
        return (Connection) Proxy.newProxyInstance(
                NamedConnections.class.getClassLoader(),
                new Class<?>[] {Connection.class, Named.class},
                (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "unnamed" -> connection;
                        case "equals" -> proxy == arguments[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "prepareStatement" -> {
                            arguments[0] = named((String) arguments[0], connection);
                            yield invoke(method, connection, arguments);
                        }
                        default -> invoke(method, connection, arguments);
                    };
                });
    }

    private Connection opened() throws SQLException {
        try {
            return source.open();
        } catch (EventCoreException known) {
            throw known;
        } catch (RuntimeException failure) {
            throw broken(failure);
        }
    }

    private static @Nullable Object invoke(Method method, Connection connection, Object[] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException failure && !works(connection)
                    ? broken(failure)
                    : e.getCause();
        }
    }

    /** If it does, then it was misused: an error in the code of a projection must not look as if the database were gone. */
    private static boolean works(Connection connection) {
        try {
            connection.getMetaData(); // asks no server
            return true;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    /** HikariCP, for one, throws a NullPointerException when it is closed while it gives a connection. */
    private static SQLException broken(RuntimeException failure) {
        return new SQLException(
                "the pool's connection failed: " + failure.getClass().getName(), "08006", failure);
    }

    @Override
    public void discard(Connection connection) {
        source.discard(connection instanceof Named named ? named.unnamed() : connection);
    }

    /** A connection of this source. */
    private interface Named {
        /** As the pool gave it. */
        Connection unnamed();
    }

    private String named(String sql, Connection connection) throws SQLException {
        // Not those of an application, which may be a new one each time.
        if (!SchemaName.isIn(sql)) {
            return sql;
        }
        String known = statements.get(sql);
        if (known == null) {
            known = schemaOn(connection).in(sql);
            statements.put(sql, known);
        }
        return known;
    }

    /** The schema, which is looked up once. */
    private SchemaName schemaOn(Connection connection) throws SQLException {
        SchemaName known = schema;
        if (known == null) {
            known = SchemaName.of(connection);
            schema = known;
        }
        return known;
    }

    @Override
    public boolean isClosed() {
        return source.isClosed();
    }

    @Override
    public void close() {
        source.close();
    }
}
