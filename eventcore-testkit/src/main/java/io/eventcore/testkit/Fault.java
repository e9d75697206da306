package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.EventCoreException;
import io.eventcore.ExpectedVersion;
import io.eventcore.OverloadedException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.StreamId;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.VersionConflictException;
import java.util.Map;
import java.util.Optional;

/** What a {@link FaultyStore} can do wrong. */
public enum Fault {
    /**
     * An append fails with a {@link VersionConflictException}, as if another writer had got in between. Nothing is stored. An
     * append that takes any version of each of its streams cannot meet it.
     */
    CONFLICT(true),

    /** An append or a read fails with a {@link StoreUnavailableException}. Nothing is stored. */
    UNAVAILABLE(false),

    /** An append or a read fails with an {@link OverloadedException}. Nothing is stored. */
    OVERLOADED(false),

    /** An append is stored, and fails with an {@link UnknownOutcomeException} all the same. */
    UNKNOWN_BUT_STORED(true),

    /** An append fails with an {@link UnknownOutcomeException}. Nothing is stored. */
    UNKNOWN_AND_LOST(true);

    private static final String SOURCE = " (a fault that the test has asked for)";

    private final boolean onlyOfAppends;

    Fault(boolean onlyOfAppends) {
        this.onlyOfAppends = onlyOfAppends;
    }

    boolean isOnlyOfAppends() {
        return onlyOfAppends;
    }

    /** What a read fails with. */
    EventCoreException ofRead() {
        return this == OVERLOADED
                ? new OverloadedException("Every connection is in use" + SOURCE + ".")
                : new StoreUnavailableException("The storage cannot be reached" + SOURCE + ".");
    }

    /** What an append fails with; empty if this one cannot meet the fault. */
    Optional<EventCoreException> of(AppendRequest request) {
        if (this == CONFLICT) {
            return conflict(request.expected());
        }
        return Optional.of(
                onlyOfAppends
                        ? new UnknownOutcomeException(
                                "The connection broke while the append was under way" + SOURCE + ".")
                        : ofRead());
    }

    private static Optional<EventCoreException> conflict(Map<StreamId, ExpectedVersion> expected) {
        return expected.entrySet().stream()
                .filter(each -> !(each.getValue() instanceof ExpectedVersion.Any))
                .findFirst()
                .map(each ->
                        new VersionConflictException(each.getKey(), each.getValue(), oneMoreThan(each.getValue())));
    }

    private static long oneMoreThan(ExpectedVersion version) {
        return version instanceof ExpectedVersion.Exactly exactly ? exactly.version() + 1 : 1;
    }
}
