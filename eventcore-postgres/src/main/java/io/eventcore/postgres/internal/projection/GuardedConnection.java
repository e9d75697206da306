package io.eventcore.postgres.internal.projection;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * The connection that a projection gets: it refuses what would end or alter the transaction in which the checkpoint moves,
 * also by way of its statements, and everything once that has ended. Remembers what the end of the transaction must know.
 * Used by one thread.
 */
final class GuardedConnection {

    /** PostgreSQL's own word for it: invalid transaction termination. */
    private static final String REFUSED = "2D000";

    private static final Set<String> HARMLESS_AFTER_THE_END = Set.of("close", "isClosed", "isWrapperFor");

    private final Connection connection;
    private final Connection guarded;
    private final int networkTimeout;
    private boolean ended;
    private boolean used;
    private boolean settingsTouched;
    private boolean tracesLeft;
    private @Nullable SQLException refusal;
    private @Nullable SQLException failure;

    GuardedConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.networkTimeout = connection.getNetworkTimeout();
        this.guarded = guard(connection, Connection.class);
    }

    /** What the projection gets. */
    Connection connection() {
        used = true;
        return guarded;
    }

    /** The first thing that was refused; its caller may have caught that. */
    Optional<SQLException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The first failure of a statement; its caller may have caught that. */
    Optional<SQLException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether the projection has had the connection since the last call. */
    boolean takeUsed() {
        boolean before = used;
        used = false;
        return before;
    }

    /** Whether settings were changed that are set back before the commit. */
    boolean settingsTouched() {
        return settingsTouched;
    }

    /** Whether something stays in the session that is not set back. */
    boolean tracesLeft() {
        return tracesLeft;
    }

    /** Everything is refused from now on. */
    void end() throws SQLException {
        ended = true;
        if (!connection.isClosed() && connection.getNetworkTimeout() != networkTimeout) {
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
        }
    }

    private SQLException refuse(String what) {
        SQLException exception = new SQLException(
                what
                        + " is refused: the transaction belongs to EventCore, which commits it together with the checkpoint."
                        + " Leave it out; to undo a part of the work, use a savepoint"
                        + " (Connection.setSavepoint and rollback(savepoint)). Libraries that begin and commit by"
                        + " themselves, such as jOOQ's transaction(), work here without that.",
                REFUSED);
        if (refusal == null) {
            refusal = exception;
        }
        return exception;
    }

    private <T> T guard(T target, Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                GuardedConnection.class.getClassLoader(), new Class<?>[] {type}, new Guard(target, null)));
    }

    /** Passes the calls on to one of the driver's, or the pool's, objects. */
    private final class Guard implements InvocationHandler {
        private final Object target;
        private final @Nullable Object parent;

        /** @param parent the statement of a result */
        Guard(Object target, @Nullable Object parent) {
            this.target = target;
            this.parent = parent;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            @Nullable Object[] given = arguments == null ? new @Nullable Object[0] : arguments;
            String name = method.getName();
            if (method.getDeclaringClass() == Object.class) {
                return switch (name) {
                    case "equals" -> proxy == given[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "guarded " + target;
                };
            }
            if (ended && !HARMLESS_AFTER_THE_END.contains(name)) {
                throw new SQLException(
                        "The transaction has ended; its connection is valid only during the call.", REFUSED);
            }
            if (method.getDeclaringClass() == Wrapper.class) {
                return name.equals("unwrap") ? unwrap(proxy, (Class<?>) given[0]) : isWrapperFor((Class<?>) given[0]);
            }
            if (target instanceof Connection && !(ended ? name.equals("isClosed") : passes(name, given))) {
                return null;
            }
            if (name.equals("getConnection")) {
                return guarded;
            }
            if (name.equals("getStatement") && parent != null) {
                return parent;
            }
            if (given.length > 0 && given[0] instanceof String sql && takesSql(name)) {
                look(sql);
            }
            return guarded(call(method, given), method.getReturnType(), proxy);
        }

        private @Nullable Object call(Method method, @Nullable Object[] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                Throwable thrown = e.getCause();
                if (thrown instanceof SQLException failed && failure == null) {
                    failure = failed;
                }
                throw thrown;
            }
        }

        private @Nullable Object guarded(@Nullable Object result, Class<?> type, Object proxy) {
            if (result == null
                    || !(type == Statement.class
                            || type == PreparedStatement.class
                            || type == CallableStatement.class
                            || type == DatabaseMetaData.class
                            || type == ResultSet.class)) {
                return result;
            }
            return Proxy.newProxyInstance(
                    GuardedConnection.class.getClassLoader(), new Class<?>[] {type}, new Guard(result, proxy));
        }

        /** The driver's own objects know nothing of the guard, so only such of their interfaces are given that end nothing. */
        private Object unwrap(Object proxy, Class<?> type) throws SQLException {
            if (type.isInstance(proxy)) {
                return proxy;
            }
            if (type == PGConnection.class || type == PGStatement.class) {
                return Proxy.newProxyInstance(
                        GuardedConnection.class.getClassLoader(),
                        new Class<?>[] {type},
                        new Guard(((Wrapper) target).unwrap(type), null));
            }
            throw refuse("Unwrapping a " + type.getName() + ", other than a java.sql or org.postgresql.PGConnection,");
        }

        private boolean isWrapperFor(Class<?> type) throws SQLException {
            return type.isInstance(guarded)
                    || ((type == PGConnection.class || type == PGStatement.class)
                            && ((Wrapper) target).isWrapperFor(type));
        }
    }

    private static boolean takesSql(String method) {
        return method.startsWith("execute") || method.startsWith("prepare") || method.equals("addBatch");
    }

    private void look(String sql) throws SQLException {
        TransactionControl.Verdict verdict = TransactionControl.of(sql);
        if (verdict.refused().isPresent()) {
            throw refuse("The statement " + verdict.refused().get());
        }
        settingsTouched |= verdict.setsSettings();
        tracesLeft |= verdict.leavesTraces();
    }

    /**
     * Whether a call may reach the connection. One that asks for what is so anyway does nothing.
     *
     * @throws SQLException if it is refused
     */
    private boolean passes(String method, @Nullable Object[] arguments) throws SQLException {
        switch (method) {
            case "setAutoCommit", "setReadOnly" -> {
                if (Boolean.TRUE.equals(arguments[0])) {
                    throw refuse(method + "(true)");
                }
                return false;
            }
            case "setTransactionIsolation" -> {
                if (!Integer.valueOf(connection.getTransactionIsolation()).equals(arguments[0])) {
                    throw refuse(method);
                }
                return false;
            }
            case "rollback" -> {
                if (arguments.length == 0) {
                    throw refuse(method + "()");
                }
                return true;
            }
            case "commit", "close", "abort" -> throw refuse(method + "()");
            case "setSchema" -> {
                settingsTouched = true;
                return true;
            }
            default -> {
                return true;
            }
        }
    }
}
