package io.eventcore.examples.demo;

import io.eventcore.CommandRejectedException;
import io.eventcore.DeadlineExceededException;
import io.eventcore.ExecutionResult;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.VersionConflictException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts how commands ended. Thread-safe. */
final class Tally {

    private final LongAdder committed = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder conflicted = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

    void committed(ExecutionResult result) {
        committed.increment();
        count(result.attempts());
    }

    void failed(Throwable failure) {
        if (failure instanceof CommandRejectedException) {
            rejected.increment();
            return;
        }
        failed.increment();
        firstFailure.compareAndSet(null, failure);
        if (failure instanceof VersionConflictException conflict) {
            count(conflict.attempts());
        } else if (mayHaveCommitted(failure)) {
            unknown.increment();
        }
    }

    private static boolean mayHaveCommitted(Throwable failure) {
        return failure instanceof UnknownOutcomeException
                || (failure instanceof DeadlineExceededException deadline && deadline.mayHaveCommitted());
    }

    private void count(int attempts) {
        if (attempts > 1) {
            conflicted.increment();
            retries.add(attempts - 1L);
        }
    }

    /** How many commands appended their events. */
    long committed() {
        return committed.sum();
    }

    /** How many commands their own rules refused. */
    long rejected() {
        return rejected.sum();
    }

    /** How many commands ended otherwise. */
    long failed() {
        return failed.sum();
    }

    /** How many of the failed commands may have appended their events, because their time ended in the middle. */
    long unknown() {
        return unknown.sum();
    }

    /** How many commands met a version conflict at least once; of a rejected one it is not known. */
    long conflicted() {
        return conflicted.sum();
    }

    /** How many attempts there were beyond the first of each command. */
    long retries() {
        return retries.sum();
    }

    /** Why a command failed, if any did. */
    Optional<Throwable> firstFailure() {
        return Optional.ofNullable(firstFailure.get());
    }
}
