package io.eventcore.postgres.internal.projection;

import io.eventcore.EventCoreException;
import io.eventcore.ProjectionFailedException;
import io.eventcore.ProjectionId;
import io.eventcore.StorageException;
import io.eventcore.postgres.internal.sql.ServerText;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is told when the work of a projection has broken the transaction that it was given. */
final class BrokenWork {

    private static final String ABORTED = "25P02";
    private static final String ANOTHER_TRANSACTION = "EC001";
    private static final String READ_ONLY = "EC002";
    private static final String OWN_CHECKPOINT = "EC003";

    private BrokenWork() {}

    /** Whether the transaction was no longer the one that was begun. */
    static boolean hasEndedTheTransaction(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && ANOTHER_TRANSACTION.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /**
     * A sentence, if a statement of the store's own failed because of what the work did before.
     *
     * @param position where the projection was before
     */
    static Optional<EventCoreException> explain(
            SQLException failure, GuardedConnection guard, ProjectionId projection, long position) {
        if (failure.getSQLState() == null) {
            return Optional.empty();
        }
        return switch (failure.getSQLState()) {
            case ABORTED ->
                Optional.of(new StorageException(
                        "The projection's code caught an SQLException and went on, but PostgreSQL had aborted the"
                                + " transaction, so nothing of it is stored. Let the exception leave the method, or undo the"
                                + " statement by a savepoint (Connection.setSavepoint and rollback(savepoint)).",
                        ServerText.cleaned(guard.failure().orElse(failure))));
            case ANOTHER_TRANSACTION ->
                Optional.of(new ProjectionFailedException(
                        projection.name(),
                        position,
                        "its code, or a library in it, has ended the transaction in which the checkpoint moves. What it did may"
                                + " be stored without its checkpoint, so nothing is tried again: leave commit and rollback"
                                + " to EventCore, and rebuild the read model",
                        ServerText.cleaned(failure)));
            case READ_ONLY ->
                Optional.of(new StorageException(
                        "The projection's code, or a library in it, has made the transaction read-only, so its checkpoint"
                                + " cannot move. Leave the transaction's mode to EventCore.",
                        ServerText.cleaned(failure)));
            case OWN_CHECKPOINT ->
                Optional.of(new StorageException(
                        "The projection's code has changed the row of its own checkpoint. Leave projection_checkpoints to"
                                + " EventCore; ProjectionAdmin resets projections.",
                        ServerText.cleaned(failure)));
            default -> Optional.empty();
        };
    }
}
