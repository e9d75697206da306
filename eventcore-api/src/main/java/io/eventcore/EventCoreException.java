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
                InvalidCommandException,
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

    /**
     * {@return what happened, and what to do about it} The second part is {@link #help()}, so that it stands in every
     * log and stack trace. The message of a {@link CommandRejectedException} is the reason alone, for it is shown to users.
     */
    @Override
    public String getMessage() {
        String problem = problem();
        if (code == ErrorCode.COMMAND_REJECTED) {
            return problem;
        }
        return problem + (problem.endsWith(".") || problem.endsWith("?") ? " " : ". ") + help();
    }

    /** {@return what happened, without what to do about it: the first part of {@link #getMessage()}} */
    public final String problem() {
        return String.valueOf(super.getMessage());
    }

    /** {@return what to do about it, as its {@link ErrorCode} says} */
    public final String help() {
        return code.help();
    }
}
