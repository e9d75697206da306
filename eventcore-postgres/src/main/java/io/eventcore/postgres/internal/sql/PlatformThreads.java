package io.eventcore.postgres.internal.sql;

import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Platform threads for what virtual threads want of the pool and of the driver. Java closes the socket on which an
 * interrupted virtual thread waits; and HikariCP, where an interrupted thread takes or returns a connection, spins without
 * leaving its carrier, so that as many of them as there are carriers stop all virtual threads. So a virtual thread only waits
 * for the outcome, which an interrupt ends at once and at no cost. Thread-safe.
 */
final class PlatformThreads {

    private static final Logger log = LoggerFactory.getLogger(PlatformThreads.class);

    /** More than a pool has connections, so that those who wait for one show in its metrics. */
    private static final int MOST = 256;

    private static final long IDLE_SECONDS = 10;

    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    private final Semaphore room = new Semaphore(MOST);
    private final AtomicInteger count = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "eventcore-database-" + count.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });

    /** Java 17, for which this is compiled, has no virtual threads. */
    private static @Nullable MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException none) {
            return null;
        }
    }

    /** Whether the calling thread is a virtual one. */
    static boolean areNeeded() {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Runs a task on a platform thread, and waits for it. If the caller is interrupted, the task goes on without it.
     *
     * @param waitedFor what an interrupted caller is told
     * @param unclaimed gets a result for which nobody waits any more
     */
    <T> T run(String waitedFor, Callable<T> task, Consumer<? super T> unclaimed) throws SQLException {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        try {
            room.acquire();
        } catch (InterruptedException e) {
            throw Interrupts.told(waitedFor, e);
        }
        try {
            threads.execute(Context.current().wrap(() -> {
                try {
                    carryOut(task, outcome, unclaimed);
                } finally {
                    room.release();
                }
            }));
        } catch (RuntimeException | Error e) {
            room.release();
            throw e;
        }
        return await(waitedFor, outcome);
    }

    private static <T> void carryOut(Callable<T> task, CompletableFuture<T> outcome, Consumer<? super T> unclaimed) {
        if (outcome.isDone()) {
            return;
        }
        try {
            T result = task.call();
            if (!outcome.complete(result)) {
                unclaimed.accept(result);
            }
        } catch (Throwable failure) { // handed on, whatever it is
            outcome.completeExceptionally(failure);
        }
    }

    private static <T> T await(String waitedFor, CompletableFuture<T> outcome) throws SQLException {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            if (outcome.cancel(false)) {
                throw Interrupts.told(waitedFor, e);
            }
            Thread.currentThread().interrupt();
            return await(waitedFor, outcome); // it came in the same moment
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    /** The same connection, which a platform thread gives back when it is closed. */
    Connection givenBackHere(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                PlatformThreads.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        threads.execute(() -> giveBack(connection));
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    /** Gives a connection back. Throws nothing: nobody waits for it. */
    static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            log.debug("A connection did not close cleanly.", e);
        }
    }
}
