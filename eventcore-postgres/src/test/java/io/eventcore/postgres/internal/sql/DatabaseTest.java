package io.eventcore.postgres.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.OverloadedException;
import io.eventcore.QueryTimeoutException;
import io.eventcore.StorageException;
import io.eventcore.StoreClosedException;
import io.eventcore.StoreUnavailableException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures are tried again, and when the circuit breaker answers instead of the database. */
class DatabaseTest {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final AtomicReference<SQLException> outage = new AtomicReference<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final Database database = new Database(this::open, new Recovery(true, 3, INTERVAL));

    private Connection open() throws SQLException {
        opened.incrementAndGet();
        SQLException failure = outage.get();
        if (failure != null) {
            throw failure;
        }
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> null);
    }

    /** Work that was under way fails as if the server had gone, and the circuit breaker takes it for that. */
    @Test
    void whatTheClosingOfTheStoreCutIsNoOutage() {
        Database closed = new Database(
                new ConnectionSource() {
                    @Override
                    public Connection open() throws SQLException {
                        return DatabaseTest.this.open();
                    }

                    @Override
                    public boolean isClosed() {
                        return true;
                    }
                },
                new Recovery(true, 3, INTERVAL));
        outage.set(new SQLException("terminated", "57P01"));

        for (int read = 0; read < 10; read++) {
            assertThatThrownBy(() -> closed.read("reading", connection -> "read"))
                    .isInstanceOf(StoreClosedException.class)
                    .hasMessageStartingWith("The store was closed during reading.");
        }
        assertThat(closed.circuit()).isEqualTo(State.OPEN);
        assertThatThrownBy(() -> closed.refuseIfUnavailable("an append")).isInstanceOf(StoreClosedException.class);
    }

    /** HikariCP throws a NullPointerException when it is closed while it gives a connection: then, or when that is used. */
    @Test
    void aPoolThatBreaksInItsOwnWayIsABrokenConnection() {
        Database inOpening = new Database(
                () -> {
                    runs.incrementAndGet();
                    throw new NullPointerException("no delegate");
                },
                new Recovery(true, 3, INTERVAL));
        Database inUse = new Database(
                () -> (Connection) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                            throw new NullPointerException("no delegate");
                        }),
                new Recovery(true, 3, INTERVAL));

        assertThatThrownBy(() -> inOpening.read("reading", connection -> "read"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("java.lang.NullPointerException");
        assertThatThrownBy(() -> inUse.read("reading", Connection::createStatement))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("java.lang.NullPointerException");
        assertThat(runs).as("one and three retries").hasValue(4);
    }

    @Test
    void aConnectionThatIsMisusedIsNotBroken() {
        IllegalArgumentException misuse = new IllegalArgumentException("no such type");
        Database database = new Database(
                () -> (Connection) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                            if (method.getName().equals("createArrayOf")) {
                                throw misuse;
                            }
                            return null;
                        }),
                new Recovery(true, 3, INTERVAL));

        assertThatThrownBy(() -> database.read("reading", connection -> connection.createArrayOf("x", new Object[0])))
                .isSameAs(misuse);
    }

    @Test
    void whatASourceSaysInTheStoresOwnWordsIsHandedOn() {
        StoreClosedException closed = new StoreClosedException("The store was closed.");
        Database database = new Database(
                () -> {
                    throw closed;
                },
                new Recovery(true, 3, INTERVAL));

        assertThatThrownBy(() -> database.read("reading", connection -> "read")).isSameAs(closed);
    }

    private String readFailing(Database from, int times, String state) {
        return from.read("reading", connection -> {
            if (runs.incrementAndGet() <= times) {
                throw new SQLException("failure " + runs.get(), state);
            }
            return "read";
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08001", "08003", "08006", "08P01", "40001", "40P01", "53300", "57P01", "57P02", "57P03",
                "57P05", "25P03"
            })
    void aReadIsTriedAgainAfterAFailureThatMayPass(String state) {
        assertThat(readFailing(database, 3, state)).isEqualTo("read");
        assertThat(runs).hasValue(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "57P01", "53300"})
    void notEndlessly(String state) {
        assertThatThrownBy(() -> readFailing(database, 100, state)).hasMessageContaining("failure 4");
        assertThat(runs).as("one and three retries").hasValue(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"57014", "55P03"})
    void whatTookTooLongIsNotTriedAgain(String state) {
        assertThatThrownBy(() -> readFailing(database, 1, state)).isInstanceOf(QueryTimeoutException.class);
        assertThat(runs).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "42501", "53100", "53200", "58030", "XX000", "23505", "28P01"})
    void whatWillNotPassIsNotTriedAgain(String state) {
        assertThatThrownBy(() -> readFailing(database, 1, state))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(state);
        assertThat(runs).hasValue(1);
    }

    @Test
    void withoutRecoveryNothingIsTriedAgain() {
        Database plain = new Database(this::open, new Recovery(false, 3, INTERVAL));

        assertThatThrownBy(() -> readFailing(plain, 1, "08006")).isInstanceOf(StoreUnavailableException.class);
        assertThat(runs).hasValue(1);
    }

    @Test
    void retriesWaitLongerEachTimeAndNotAllEquallyLong() {
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 0; i < 5; i++) {
            runs.set(0);
            long start = System.nanoTime();
            readFailing(database, 1, "40001");
            long waited = System.nanoTime() - start;
            shortest = Math.min(shortest, waited);
            longest = Math.max(longest, waited);
        }
        assertThat(Duration.ofNanos(shortest)).isGreaterThanOrEqualTo(Duration.ofMillis(25));
        assertThat(longest)
                .as("spread at random")
                .isGreaterThan(shortest + Duration.ofMillis(1).toNanos());
    }

    @Test
    void afterFiveFailuresTheDatabaseIsNotAskedAnyMore() {
        goDown();

        assertThatThrownBy(() -> readFailing(database, 0, ""))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("it could not be reached lately")
                .hasMessageContaining("200 ms");
        assertThatThrownBy(() -> database.refuseIfUnavailable("an append"))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(opened).as("what the refused ones opened").hasValue(5);
    }

    @Test
    void theBreakerClosesWhenTheDatabaseIsBack() {
        goDown();
        outage.set(null);

        await().until(() -> database.circuit() == State.HALF_OPEN || tries());
        for (int i = 0; i < 3; i++) {
            assertThat(readFailing(database, 0, "")).isEqualTo("read");
        }
        assertThat(database.circuit()).isEqualTo(State.CLOSED);
        database.refuseIfUnavailable("an append");
    }

    @Test
    void theBreakerOpensAgainWhileTheDatabaseStaysAway() {
        goDown();

        await().until(() -> opened.get() > 5 || tries());
        for (int i = 0; i < 3; i++) {
            tries();
        }
        int soFar = opened.get();
        assertThat(database.circuit()).isEqualTo(State.OPEN);
        assertThatThrownBy(() -> readFailing(database, 0, "")).isInstanceOf(StoreUnavailableException.class);
        assertThat(opened).hasValue(soFar);
    }

    @Test
    void withoutRecoveryEveryoneAsksTheDatabase() {
        Database plain = new Database(this::open, new Recovery(false, 3, INTERVAL));
        outage.set(new SQLTransientConnectionException("down", "08001"));
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> readFailing(plain, 0, "")).isInstanceOf(StoreUnavailableException.class);
        }
        assertThat(opened).hasValue(20);
    }

    @Test
    void aPoolWhoseConnectionsAreAllInUseIsOverloadedAndNotDown() {
        outage.set(new PoolExhaustedException("all in use", new SQLException("timed out")));
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> readFailing(database, 0, ""))
                    .isInstanceOf(OverloadedException.class)
                    .hasMessageContaining("all in use");
        }
        assertThat(opened).as("each asked once").hasValue(20);
        assertThat(database.circuit()).isEqualTo(State.CLOSED);
    }

    @Test
    void failuresOfStatementsDoNotOpenTheBreaker() {
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> readFailing(database, Integer.MAX_VALUE, "42P01"))
                    .isInstanceOf(StorageException.class);
        }
        assertThat(database.circuit()).isEqualTo(State.CLOSED);
    }

    private void goDown() {
        outage.set(new SQLTransientConnectionException("down", "08001"));
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> readFailing(database, 0, ""))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("down");
        }
        assertThat(database.circuit()).isEqualTo(State.OPEN);
    }

    /** Whether the database was asked. */
    private boolean tries() {
        int before = opened.get();
        try {
            readFailing(database, 0, "");
        } catch (StoreUnavailableException refused) {
            assertThat(refused).isNotNull();
        }
        return opened.get() > before;
    }
}
