package io.eventcore;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The seam between the blocking and the asynchronous forms. */
final class Futures {

    private Futures() {}

    /** Waits, and throws what the future failed with as it is. */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw rethrow(unwrap(e));
        }
    }

    /** Whether the result is there already. */
    static boolean hasSucceeded(CompletableFuture<?> future) {
        return future.isDone() && !future.isCompletedExceptionally();
    }

    /** What a waiting thread throws when it is interrupted; sets the interrupt flag again. */
    static ExecutionInterruptedException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ExecutionInterruptedException(
                "The thread was interrupted while it waited for the outcome; the append may still happen.", cause);
    }

    /** Throws a failure as it is: also a checked one, which commands in other languages of the JVM may throw. */
    static RuntimeException rethrow(Throwable failure) {
        throw Futures.<RuntimeException>unchecked(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the compiler's opinion is what is to be changed
    private static <X extends Throwable> X unchecked(Throwable failure) throws X {
        throw (X) failure;
    }

    /** The failure inside the wrappers that futures put around it. */
    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException || cause instanceof ExecutionException) {
            @Nullable Throwable inner = cause.getCause();
            if (inner == null) {
                return cause;
            }
            cause = inner;
        }
        return cause;
    }
}
