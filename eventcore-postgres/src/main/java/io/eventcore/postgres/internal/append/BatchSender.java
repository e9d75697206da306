package io.eventcore.postgres.internal.append;

import io.eventcore.AppendResult;
import io.eventcore.DuplicateEventException;
import io.eventcore.EventCoreException;
import io.eventcore.EventId;
import io.eventcore.InvalidEventException;
import io.eventcore.LogEpoch;
import io.eventcore.StorageException;
import io.eventcore.StoreClosedException;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.VersionConflictException;
import io.eventcore.postgres.internal.append.AppendAnswer.Outcome;
import io.eventcore.postgres.internal.sql.ServerText;
import io.eventcore.postgres.internal.sql.SqlErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Carries a batch through until every request in it has its own outcome.
 *
 * <ul>
 *   <li>A transaction that lost against another one is run again.
 *   <li>A batch that PostgreSQL refuses is split until the request that it refuses stands alone. It is not if every request
 *       would meet the same: the query time-out, a full disk, missing tables.
 *   <li>A command id that is recorded already stops the whole batch, or shows itself by a conflict with what it has done
 *       itself. So before a request with a command id is told that it failed, its id is looked up.
 *   <li>A request that rests on another one of the batch goes into the call with it as one unit, or after it. If that one
 *       was not stored as it was sent, or was carried out before under its command id, it is told to decide again.
 *   <li>When anything but a refusal of PostgreSQL's own comes back from a call that was sent, nobody knows whether it was
 *       committed. Then the command id tells, or, for a request without one, the ids of the events: those that are stored
 *       were, the others are sent again. That can meet the first call still at work in the server; it waits for it, and
 *       then conflicts with it or with its ids, so a request in doubt that conflicts is looked up once more. If it does
 *       not come to that, because PostgreSQL cannot be reached until the requests' time is over or ends the second call,
 *       the outcome is unknown. Nothing is stored twice, and nothing that was stored is called a failure.
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
        /**
         * The transaction of these requests is over. Comes before they are told.
         *
         * @param stored whether their events are known to be stored
         */
        void settled(List<PendingAppend> batch, boolean stored);

        /** The events are stored. */
        void stored(PendingAppend append, AppendResult result);

        /** Nothing is stored, or nobody knows. */
        void failed(PendingAppend append, EventCoreException failure);
    }

    /** Throws nothing that has to do with a request: each gets its outcome. */
    void send(List<PendingAppend> batch) {
        List<PendingAppend> open = new ArrayList<>(batch);
        try {
            retries.run(() -> attempt(open));
        } catch (OutcomeInDoubtException | EventCoreException e) {
            failAll(open, e);
        } catch (SQLException e) {
            if (SqlErrors.isReadOnly(e)) {
                // The next connection may lead to a server that takes writes.
                connection.discard();
            }
            if (SqlErrors.isWithoutConnection(e)) {
                failAll(open, e);
            } else {
                narrowDown(open, e, SqlErrors.concernsEveryRequest(e));
            }
        } catch (RuntimeException | Error e) {
            narrowDown(open, e, false);
        }
    }

    /** A batch failed: finds those that are to blame, unless all are. */
    private void narrowDown(List<PendingAppend> open, Throwable failure, boolean concernsAll) {
        if (open.size() <= 1 || concernsAll) {
            refuse(open, failure);
        } else {
            send(open.subList(0, open.size() / 2));
            send(open.subList(open.size() / 2, open.size()));
        }
    }

    /** Sends what is open, and takes from the list what got its outcome. */
    private void attempt(List<PendingAppend> open) throws SQLException, OutcomeInDoubtException {
        try {
            connection.leaveLogOfBefore();
            tellStored(open, findStored(open, PendingAppend::isInDoubt));
            carryOut(open);
        } catch (SQLException e) {
            if (!SqlErrors.isRefusal(e)) {
                throwIfInDoubt(open, e);
            }
            throw e;
        } catch (RuntimeException | Error e) {
            throwIfInDoubt(open, e);
            throw e;
        }
    }

    /**
     * What a request rests on may have failed in an earlier part of a batch that was split; and what it expects must be
     * what those before it lead to.
     */
    private void refuseThoseThatCannotFollow(List<PendingAppend> open) {
        Expectations expectations = new Expectations();
        for (PendingAppend append : List.copyOf(open)) {
            if (append.restsOnLost() || !expectations.take(append)) {
                VersionConflictException again = append.lostItsBasis();
                open.remove(append);
                outcomes.settled(List.of(append), false);
                // What it rests on may only be unknown, and the first call, with both, still at work.
                outcomes.failed(append, append.isInDoubt() ? inDoubt(again) : again);
            }
        }
    }

    private static void throwIfInDoubt(List<PendingAppend> open, Throwable reason) throws OutcomeInDoubtException {
        if (reason instanceof StoreClosedException) {
            return; // there will be no other connection
        }
        OptionalLong askUntil = open.stream()
                .filter(PendingAppend::isInDoubt)
                .mapToLong(PendingAppend::askUntilNanos)
                .reduce((one, other) -> one - other > 0 ? one : other);
        if (askUntil.isPresent()) {
            throw new OutcomeInDoubtException(reason, askUntil.getAsLong());
        }
    }

    /**
     * Versions tell nothing about a log that they were not read in: after a crash, a promotion or a restore other events may
     * have them. What was sent to a log that is gone, and is not found in this one, never comes.
     */
    private void refuseThoseOfAnotherLog(List<PendingAppend> open) throws SQLException {
        LogEpoch here = connection.epoch();
        List<PendingAppend> others =
                open.stream().filter(append -> !append.mayGoTo(here)).toList();
        if (!others.isEmpty()) {
            open.removeAll(others);
            outcomes.settled(others, false);
            others.forEach(append -> outcomes.failed(append, append.lostItsBasis()));
        }
    }

    private void carryOut(List<PendingAppend> open) throws SQLException {
        refuseThoseOfAnotherLog(open);
        refuseThoseThatCannotFollow(open);
        if (open.isEmpty()) {
            return;
        }
        List<Outcome> answers;
        try {
            answers = connection.append(open);
        } catch (SQLException e) {
            if (SqlErrors.isUniqueViolation(e) && tellStored(open, findStored(open, PendingAppend::hasCommandId))) {
                carryOut(open);
                return;
            }
            throw e;
        }
        tell(open, answers);
    }

    /** Tells what was stored before it looks conflicts up, for that may fail. */
    private void tell(List<PendingAppend> open, List<Outcome> answers) throws SQLException {
        Map<PendingAppend, AppendResult> stored = new LinkedHashMap<>();
        Map<PendingAppend, VersionConflictException> conflicts = new LinkedHashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof Outcome.Stored each) {
                stored.put(open.get(i), each.result());
            } else if (answers.get(i) instanceof Outcome.Conflict each) {
                conflicts.put(open.get(i), each.failure());
            }
        }
        tellStored(open, stored);
        tellStored(open, connection.findStored(open));
        conflicts.keySet().retainAll(open);
        outcomes.settled(open, false);
        conflicts.forEach(outcomes::failed);
        open.clear();
    }

    /** Tells these, and takes them from the list. Returns whether there were any. */
    private boolean tellStored(List<PendingAppend> open, Map<PendingAppend, AppendResult> stored) {
        if (stored.isEmpty()) {
            return false;
        }
        open.removeAll(stored.keySet());
        settleStored(stored);
        stored.forEach(outcomes::stored);
        return true;
    }

    /** What was carried out before under its command id has not done now what others may have decided on. */
    private void settleStored(Map<PendingAppend, AppendResult> stored) {
        List<PendingAppend> repeated = new ArrayList<>();
        List<PendingAppend> now = new ArrayList<>();
        stored.forEach((append, result) -> {
            append.isStoredAt(result.position());
            (result.repeated() ? repeated : now).add(append);
        });
        outcomes.settled(now, true);
        outcomes.settled(repeated, false);
    }

    private Map<PendingAppend, AppendResult> findStored(List<PendingAppend> open, Predicate<PendingAppend> some)
            throws SQLException {
        return connection.findStored(open.stream().filter(some).toList());
    }

    /** A request that stands alone failed, or none of these could be carried out: find out why. */
    private void refuse(List<PendingAppend> open, Throwable failure) {
        Map<PendingAppend, AppendResult> stored = Map.of();
        EventCoreException reason = reasonOf(failure);
        try {
            stored = connection.findStored(open);
            if (stored.isEmpty() && failure instanceof SQLException refused && SqlErrors.isUniqueViolation(refused)) {
                Optional<EventId> duplicate = connection.findDuplicate(open.get(0));
                reason = duplicate
                        .<EventCoreException>map(DuplicateEventException::new)
                        .orElse(reason);
            }
        } catch (SQLException | RuntimeException | Error e) {
            reason.addSuppressed(shown(e));
        }
        settleStored(stored);
        outcomes.settled(
                open.stream().filter(Predicate.not(stored::containsKey)).toList(), false);
        for (PendingAppend append : open) {
            AppendResult result = stored.get(append);
            if (result != null) {
                outcomes.stored(append, result);
            } else {
                outcomes.failed(append, append.isInDoubt() ? inDoubt(reason) : reason);
            }
        }
    }

    private static EventCoreException reasonOf(Throwable failure) {
        if (failure instanceof EventCoreException known) {
            return known;
        }
        return failure instanceof SQLException refused
                ? SqlErrors.translate(refused, "an append")
                : new StorageException(
                        "An append failed before it was sent, so nothing of it is stored: "
                                + failure.getClass().getName(),
                        failure);
    }

    /** Errors of the database may quote data. */
    private static Throwable shown(Throwable failure) {
        if (failure instanceof OutcomeInDoubtException && failure.getCause() != null) {
            return shown(failure.getCause());
        }
        return failure instanceof SQLException said ? ServerText.cleaned(said) : failure;
    }

    private static EventCoreException inDoubt(EventCoreException reason) {
        return holdsForEveryCall(reason)
                ? reason
                : new UnknownOutcomeException(
                        "The answer to an append was lost, and PostgreSQL did not carry out a second call: "
                                + reason.problem(),
                        reason);
    }

    /** Whether a call that is still at work in the server must be refused for this reason too. */
    private static boolean holdsForEveryCall(EventCoreException reason) {
        return reason instanceof DuplicateEventException || reason instanceof InvalidEventException;
    }

    /** None of these can be carried out, or asked for, any more. */
    private void failAll(List<PendingAppend> open, Throwable failure) {
        EventCoreException unknown = new UnknownOutcomeException(
                "The answer to an append was lost, and PostgreSQL could not be asked for its outcome in time.",
                failure);
        EventCoreException reason = failure instanceof OutcomeInDoubtException ? unknown : reasonOf(failure);
        outcomes.settled(open, false);
        open.forEach(append -> outcomes.failed(append, append.isInDoubt() ? unknown : reason));
    }
}
