package io.eventcore.projections;

import io.eventcore.CheckpointAheadException;
import io.eventcore.CheckpointMovedException;
import io.eventcore.EventCoreException;
import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.OverloadedException;
import io.eventcore.ProjectionFailedException;
import io.eventcore.QueryTimeoutException;
import io.eventcore.StoreClosedException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.UnknownProjectionException;

/** Tells whose fault a failure is, and gives it to the caller in a form that says so. */
final class Faults {

    private Faults() {}

    /**
     * Whether the projection's own code, or its target, is the cause, so that its policy says what happens. Not if the store
     * says that it must stop, whatever the policy is.
     */
    static boolean isOfTheProjection(Throwable failure) {
        return !(failure instanceof CheckpointMovedException
                || failure instanceof CheckpointAheadException
                || failure instanceof LogChangedException
                || failure instanceof ProjectionFailedException
                || failure instanceof LeaseLostException
                || failure instanceof UnknownProjectionException
                || failure instanceof StoreClosedException
                || failure instanceof InterruptedException
                || Thread.currentThread().isInterrupted()
                || (Outage.isSeenIn(failure) && !Outage.isOnlyLostRace(failure)));
    }

    static ProjectionFailedException failed(Lease lease, long position, String problem, Throwable cause) {
        return new ProjectionFailedException(lease.projection().name(), position, problem, cause);
    }

    /** What a run that ends so throws. */
    static EventCoreException asFailure(RunState state, Throwable failure) {
        if (failure instanceof ProjectionFailedException
                || failure instanceof CheckpointAheadException
                || failure instanceof UnknownProjectionException
                || failure instanceof StoreClosedException
                || failure instanceof StoreUnavailableException
                || failure instanceof OverloadedException
                || failure instanceof QueryTimeoutException) {
            return (EventCoreException) failure;
        }
        if (failure instanceof LogChangedException) {
            return new StoreUnavailableException(
                    "The log of projection '" + state.projection()
                            + "' changed during the run, so its end is another one:" + " run it again. "
                            + failure.getMessage(),
                    failure);
        }
        if (Outage.isSeenIn(failure)) {
            return new StoreUnavailableException(
                    "The storage of projection '" + state.projection() + "' cannot be reached: "
                            + FailureTexts.of(failure),
                    FailureTexts.cleaned(failure));
        }
        return new ProjectionFailedException(
                state.projection().name(),
                state.status().position(),
                FailureTexts.of(failure),
                FailureTexts.cleaned(failure));
    }
}
