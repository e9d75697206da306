package io.eventcore;

import org.jspecify.annotations.Nullable;

/** The root of everything that EventCore throws on purpose. Each kind has a stable {@link #code()}. */
public abstract sealed class EventCoreException extends RuntimeException
        permits CheckpointAheadException,
                CheckpointMovedException,
                CommandRejectedException,
                ConfigurationException,
                DeadlineExceededException,
                DiscoveryLimitException,
                DuplicateEventException,
                EventCodecException,
                EventTypeRegistrationException,
                ExecutionInterruptedException,
                ForeignEventException,
                InvalidEventException,
                InvalidStreamException,
                LeaseLostException,
                OverloadedException,
                ProjectionFailedException,
                QueryTimeoutException,
                StorageException,
                StoreClosedException,
                StoreReadOnlyException,
                StoreUnavailableException,
                UndeclaredStreamException,
                UndecodableEventException,
                UnknownEventTypeException,
                UnknownOutcomeException,
                UnknownProjectionException,
                UnregisteredEventException,
                VersionConflictException {

    private static final long serialVersionUID = 1L;

    /** What kind of error this is. */
    private final ErrorCode code;

    EventCoreException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** {@return what kind of error this is} */
    public final ErrorCode code() {
        return code;
    }

    /** {@return what the error means and what to do about it, as its {@link ErrorCode} says} */
    public final String help() {
        return code.help();
    }
}
