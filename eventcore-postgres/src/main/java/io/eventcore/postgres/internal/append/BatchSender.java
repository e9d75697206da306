package io.eventcore.postgres.internal.append;

import io.eventcore.AppendResult;
import io.eventcore.DuplicateEventException;
import io.eventcore.EventCoreException;
import io.eventcore.EventId;
import io.eventcore.InvalidEventException;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.postgres.internal.append.AppendAnswer.Outcome;
import io.eventcore.postgres.internal.sql.SqlErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Carries a batch through until every request in it has its own outcome.
 *
 * <ul>
 *   <li>A transaction that lost against another one is run again.
 *   <li>A batch that PostgreSQL refuses is split until the request that it refuses stands alone. It is not if every request
 *       would meet the same: the query time-out, a full disk, missing tables.
 *   <li>When the connection breaks, nobody knows whether the call was committed. Then the ids of the events tell: those
 *       that are stored were, the others are sent again. That can meet the first call still at work in the server; it
 *       waits for it, and then conflicts with it or with its event ids, so a request in doubt that conflicts is looked
 *       up once more. If it does not come to that, because PostgreSQL cannot be reached until the requests' time is over or
 *       ends the second call, the outcome is unknown. Nothing is stored twice, and nothing that was stored is called a failure.
 * </ul>
 */
final class BatchSender {

    private final LaneConnection connection;
    private final AppendRetries retries;
    private final Outcomes outcomes;

    BatchSender(LaneConnection connection, AppendRetries retries, Outcomes outcomes) {
        this.connection = connection;
        this.retries = retries;
        this.outcomes = outcomes;
    }

    /** Who is told how requests end. Each request is told once. */
    interface Outcomes {
        /** The transaction of these requests is over. Comes before they are told. */
        void settled(List<PendingAppend> batch);

        /** The events are stored. */
        void stored(PendingAppend append, AppendResult result);

        /** Nothing is stored, or nobody knows. */
        void failed(PendingAppend append, EventCoreException failure);
    }

    void send(List<PendingAppend> batch) {
        List<PendingAppend> open = new ArrayList<>(batch);
        try {
            retries.run(() -> attempt(open));
        } catch (OutcomeInDoubtException e) {
            failAll(
                    open,
                    new UnknownOutcomeException(
                            "The connection broke during an append, and PostgreSQL could not be asked for its outcome.",
                            e));
        } catch (SQLException e) {
            if (SqlErrors.isWithoutConnection(e)) {
                failAll(open, SqlErrors.translate(e, "an append"));
            } else if (open.size() == 1 || SqlErrors.concernsEveryRequest(e)) {
                open.forEach(append -> refuse(append, e));
            } else {
                send(open.subList(0, open.size() / 2));
                send(open.subList(open.size() / 2, open.size()));
            }
        }
    }

    /** Sends what is open, and takes from the list what got its outcome. */
    private void attempt(List<PendingAppend> open) throws SQLException, OutcomeInDoubtException {
        try {
            tellThoseStoredBefore(open);
            if (!open.isEmpty()) {
                AppendAnswer answer = connection.append(open);
                List<Outcome> ends = lookUpDoubtful(open, answer.outcomes(open));
                outcomes.settled(open);
                for (int i = 0; i < ends.size(); i++) {
                    tell(open.get(i), ends.get(i));
                }
                open.clear();
            }
        } catch (SQLException e) {
            if (SqlErrors.isWithoutConnection(e)) {
                if (connection.isOpen()) {
                    open.forEach(PendingAppend::doubt);
                }
                connection.giveBack();
                throwIfInDoubt(open, e);
            }
            throw e;
        }
    }

    private static void throwIfInDoubt(List<PendingAppend> open, SQLException reason) throws OutcomeInDoubtException {
        OptionalLong askUntil = open.stream()
                .filter(PendingAppend::isInDoubt)
                .mapToLong(PendingAppend::askUntilNanos)
                .reduce((one, other) -> one - other > 0 ? one : other);
        if (askUntil.isPresent()) {
            throw new OutcomeInDoubtException(reason, askUntil.getAsLong());
        }
    }

    private void tellThoseStoredBefore(List<PendingAppend> open) throws SQLException {
        for (PendingAppend append : List.copyOf(open)) {
            Optional<AppendResult> stored = findIfInDoubt(append);
            if (stored.isPresent()) {
                open.remove(append);
                outcomes.settled(List.of(append));
                outcomes.stored(append, stored.get());
            }
        }
    }

    private List<Outcome> lookUpDoubtful(List<PendingAppend> batch, List<Outcome> answers) throws SQLException {
        List<Outcome> ends = new ArrayList<>(answers);
        for (int i = 0; i < ends.size(); i++) {
            if (ends.get(i) instanceof Outcome.Conflict) {
                Optional<AppendResult> stored = findIfInDoubt(batch.get(i));
                if (stored.isPresent()) {
                    ends.set(i, new Outcome.Stored(stored.get()));
                }
            }
        }
        return ends;
    }

    private Optional<AppendResult> findIfInDoubt(PendingAppend append) throws SQLException {
        return append.isInDoubt() ? connection.findStored(append) : Optional.empty();
    }

    private void tell(PendingAppend append, Outcome outcome) {
        if (outcome instanceof Outcome.Stored stored) {
            outcomes.stored(append, stored.result());
        } else if (outcome instanceof Outcome.Conflict conflict) {
            outcomes.failed(append, conflict.failure());
        }
    }

    /** PostgreSQL refuses this request, or could not carry it out in time: find out why. */
    private void refuse(PendingAppend append, SQLException failure) {
        Optional<AppendResult> stored = Optional.empty();
        EventCoreException reason = SqlErrors.translate(failure, "an append");
        try {
            stored = findIfInDoubt(append);
            if (stored.isEmpty() && SqlErrors.isUniqueViolation(failure)) {
                Optional<EventId> duplicate = connection.findDuplicate(append);
                reason = duplicate
                        .<EventCoreException>map(DuplicateEventException::new)
                        .orElse(reason);
            }
        } catch (SQLException e) {
            connection.giveBack();
            reason.addSuppressed(e);
        }
        outcomes.settled(List.of(append));
        if (stored.isPresent()) {
            outcomes.stored(append, stored.get());
        } else if (append.isInDoubt() && !holdsForEveryCall(reason)) {
            outcomes.failed(
                    append,
                    new UnknownOutcomeException(
                            "The connection broke during an append, and PostgreSQL did not carry out a second call: "
                                    + reason.getMessage(),
                            reason));
        } else {
            outcomes.failed(append, reason);
        }
    }

    /** Whether a call that is still at work in the server must be refused for this reason too. */
    private static boolean holdsForEveryCall(EventCoreException reason) {
        return reason instanceof DuplicateEventException || reason instanceof InvalidEventException;
    }

    private void failAll(List<PendingAppend> open, EventCoreException failure) {
        outcomes.settled(open);
        open.forEach(append -> outcomes.failed(append, failure));
    }
}
