package io.eventcore.postgres.internal.pool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;

/**
 * Keeps a pool from testing connections on an interrupted thread. HikariCP tests a connection on the thread of the caller
 * before it hands it out, and takes the next one if the test fails. On a virtual thread whose interrupt flag is set every
 * test fails, and closes the socket, so that one caller who gives up would cost all idle connections.
 */
final class UninterruptedTests {

    private UninterruptedTests() {}

    /** The same connection, which passes for good while the thread that tests it is interrupted. */
    static Connection of(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                UninterruptedTests.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("isValid") && Thread.currentThread().isInterrupted()
                                ? !connection.isClosed()
                                : call(connection, method, arguments));
    }

    private static Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
