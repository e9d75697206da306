package io.eventcore.postgres.internal.append;

import static org.awaitility.Awaitility.await;

import io.eventcore.postgres.Sql;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Connections that break at the moments of a script, one after the other. */
final class BreakingDataSource {

    /** Where a connection breaks. */
    enum Moment {
        /** The pool has none to give. */
        CONNECT,
        /** The pool gives one that is broken already. */
        ISOLATION,
        /** Before the append is sent. */
        BEFORE_APPEND,
        /** The append is still at work in the server; only the client gives up. */
        DURING_APPEND,
        /** After the append was committed, before its answer comes. */
        AFTER_APPEND,
        /** When the event ids are looked up. */
        LOOK_UP
    }

    private final String url;
    private final Queue<Moment> script;
    private final Queue<String> settings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger appends = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger generation = new AtomicInteger();
    private final Queue<Throwable> insteadOfTheAnswer = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> insideTheAnswer = new ConcurrentLinkedQueue<>();
    private final Queue<SQLException> failures = new ConcurrentLinkedQueue<>();

    BreakingDataSource(String url, Moment... script) {
        this.url = url;
        this.script = new ConcurrentLinkedQueue<>(List.of(script));
    }

    /** Runs a statement on each connection that is opened from now on. */
    void onConnect(String setting) {
        settings.add(setting);
    }

    /** Throws this after an append was committed, while its connection stays as it is. */
    void throwInsteadOfTheAnswer(Throwable failure) {
        insteadOfTheAnswer.add(failure);
    }

    /** Throws this when the answer to an append is read. */
    void throwInsideTheAnswer(Throwable failure) {
        insideTheAnswer.add(failure);
    }

    /** Takes away all connections that are open, as a pool does that takes them for forgotten. */
    void takeAway() {
        generation.incrementAndGet();
    }

    /** How many connections were opened. */
    int opened() {
        return opened.get();
    }

    /** How many moments of the script are still to come. */
    int left() {
        return script.size();
    }

    /** How often an append was executed by the server, or may have been. */
    int appends() {
        return appends.get();
    }

    /** What went wrong with appends that the client gave up. */
    Queue<SQLException> failures() {
        return failures;
    }

    Connection connect() throws SQLException {
        if (isNow(Moment.CONNECT)) {
            throw new SQLTransientConnectionException("The pool has no connection (test).", "08001");
        }
        Connection real = DriverManager.getConnection(url);
        for (String setting : settings) {
            try (Statement statement = real.createStatement()) {
                statement.execute(setting);
            }
        }
        opened.incrementAndGet();
        int opening = generation.get();
        AtomicBoolean givenUp = new AtomicBoolean();
        AtomicBoolean levelIsSet = new AtomicBoolean();
        return proxy(Connection.class, (proxy, method, args) -> {
            if (opening < generation.get() && !List.of("close", "abort").contains(method.getName())) {
                if (method.getName().equals("isClosed")) {
                    return true;
                }
                throw new SQLException("Connection is closed"); // as HikariCP says it, without a code
            }
            if (givenUp.get()
                    && (method.getName().equals("close") || method.getName().equals("abort"))) {
                return null;
            }
            if (givenUp.get() && method.getName().equals("setTransactionIsolation")) {
                throw new SQLException("The connection is closed (test).", "08003");
            }
            if (method.getName().equals("setTransactionIsolation") && !levelIsSet.getAndSet(true)) {
                breakIf(Moment.ISOLATION, real);
            }
            Object result = call(real, method, args);
            return result instanceof PreparedStatement statement
                    ? breaking(statement, real, givenUp, String.valueOf(args[0]).contains("eventcore_append"))
                    : result;
        });
    }

    private PreparedStatement breaking(
            PreparedStatement real, Connection connection, AtomicBoolean givenUp, boolean isAppend) {
        return proxy(PreparedStatement.class, (proxy, method, args) -> {
            if (!method.getName().equals("executeQuery")) {
                // Closing a statement that was given up would cancel it in the server.
                boolean mustGoOn = givenUp.get() && method.getName().equals("close");
                return mustGoOn ? null : call(real, method, args);
            }
            if (!isAppend) {
                if (appends.get() > 0) { // a connection that opens is asked for its log
                    breakIf(Moment.LOOK_UP, connection);
                }
                return call(real, method, args);
            }
            breakIf(Moment.BEFORE_APPEND, connection);
            appends.incrementAndGet();
            if (isNow(Moment.DURING_APPEND)) {
                givenUp.set(true);
                executeBehindTheClient(real, connection);
                throw new SQLException("The client gave up (test).", "08006");
            }
            Object result = call(real, method, args);
            breakIf(Moment.AFTER_APPEND, connection);
            throwNext(insteadOfTheAnswer);
            return insideTheAnswer.isEmpty() ? result : throwing((ResultSet) Objects.requireNonNull(result));
        });
    }

    private ResultSet throwing(ResultSet real) {
        return proxy(ResultSet.class, (proxy, method, args) -> {
            if (method.getName().equals("getArray")) {
                throwNext(insideTheAnswer);
            }
            return call(real, method, args);
        });
    }

    private static void throwNext(Queue<Throwable> failures) throws Throwable {
        Throwable failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    /** Lets the server go on alone, and waits until it waits for a lock, so that whatever comes next is behind it. */
    private void executeBehindTheClient(PreparedStatement real, Connection connection) throws SQLException {
        int backend = connection.unwrap(PGConnection.class).getBackendPID();
        Thread server = new Thread(() -> {
            try (connection) {
                real.executeQuery();
            } catch (SQLException e) {
                failures.add(e);
            }
        });
        server.setDaemon(true);
        server.start();
        await().until(
                        () -> Sql.query(url, "SELECT wait_event_type FROM pg_stat_activity WHERE pid = " + backend),
                        "Lock"::equals);
    }

    private boolean isNow(Moment moment) {
        return script.peek() == moment && script.poll() == moment;
    }

    private void breakIf(Moment moment, Connection connection) throws SQLException {
        if (isNow(moment)) {
            connection.close();
            throw new SQLException("The connection broke (test).", "08006");
        }
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
