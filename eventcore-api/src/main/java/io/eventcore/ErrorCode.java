package io.eventcore;

/** The stable codes of all errors, each with what to do about it. Codes never change; help texts may. */
public enum ErrorCode {
    /** Another command changed a stream in between. */
    VERSION_CONFLICT(
            "version-conflict",
            "The executor retries such a command by itself; if all its attempts lose, allow more of them by "
                    + "RetryPolicy, or make the command's consistency boundary smaller."),

    /** The store holds an event of this id already, so nothing was appended. */
    DUPLICATE_EVENT(
            "duplicate-event",
            "Nothing was appended. If this is a repetition, the first attempt succeeded; otherwise use a new " + "id."),

    /** The command's own rules refused it on the current state. */
    COMMAND_REJECTED(
            "command-rejected",
            "The command's own rules refused it. Tell the user the reason; trying again helps only after the "
                    + "state has changed."),

    /** The command wrote to a stream that it did not read. */
    UNDECLARED_STREAM(
            "undeclared-stream",
            "Name the stream in the command's streams(), or find it in discover(): only what was read can be "
                    + "checked."),

    /** Stream discovery still named new streams after the allowed rounds. */
    DISCOVERY_LIMIT(
            "discovery-limit",
            "Nothing was appended. Look in discover() for a loop that names new streams for ever, or raise "
                    + "ExecutionOptions.withDiscoveryLimit."),

    /** A command is null, or one of its methods returned null. */
    INVALID_COMMAND(
            "invalid-command",
            "Nothing was appended. Correct the command: a discovery that finds nothing more returns Streams.none(), "
                    + "and a decision that there is nothing to do returns Writes.none()."),

    /** A stream name, or a set of them, breaks the rules. */
    INVALID_STREAM("invalid-stream", "Correct the caller; nothing was read or appended."),

    /** An event class cannot be registered or folded as written. */
    EVENT_TYPE_REGISTRATION(
            "event-type-registration",
            "Correct the class or the call that the message names; events are checked when the application "
                    + "starts."),

    /** The class of this event is not known to the store. */
    UNREGISTERED_EVENT(
            "unregistered-event",
            "Nothing was appended. Add the class, or the sealed interface above it, to EventTypes.of(...)."),

    /** The store holds an event under a name that nothing claims. */
    UNKNOWN_EVENT_TYPE(
            "unknown-event-type",
            "If the class was renamed, add the old name to @EventType(aliases); if it was forgotten, "
                    + "register it in EventTypes.of(...)."),

    /** A stream or a decision holds an event of another family than the command's. */
    FOREIGN_EVENT(
            "foreign-event",
            "A command sees events of one family: use another stream, or widen the command's event type to the "
                    + "sealed interface above both."),

    /** An event could not be turned into JSON or back. */
    EVENT_CODEC(
            "event-codec",
            "The message names the class: compare it with the stored data, and correct the class or the codec."),

    /** The storage refuses the event's data, for example for a NUL character in a text. */
    INVALID_EVENT(
            "invalid-event",
            "Correct the data, for example a NUL character in a text; nothing of this append was stored."),

    /** Too much is under way already. */
    OVERLOADED(
            "overloaded",
            "Nothing was appended. Slow the callers down and try again; if it lasts, look at the storage's "
                    + "speed, or allow a longer queue or more connections."),

    /** The time-out ended first. */
    DEADLINE_EXCEEDED(
            "deadline-exceeded",
            "If the append was under way, look at the streams before trying again, or send the command with "
                    + "an id; otherwise nothing was appended, and it can be tried again."),

    /** A statement took longer than the query time-out. */
    QUERY_TIMEOUT(
            "query-timeout",
            "Nothing of the statement took effect. Look for whoever holds locks on the tables, or for a "
                    + "database that is too slow; then try again."),

    /** The store was closed. */
    STORE_CLOSED("store-closed", "It takes no more work: create a new store, or stop the callers before closing it."),

    /** The storage cannot be reached; nothing was appended. */
    STORE_UNAVAILABLE(
            "store-unavailable", "Nothing was appended. Check that the database runs, and the URL, user and password."),

    /** The storage takes no writes now; nothing was appended. */
    STORE_READ_ONLY(
            "store-read-only",
            "Nothing was appended. The storage is a standby, or was set to read-only: connect to "
                    + "the primary server, or try again when it takes writes."),

    /** The connection broke while the append was under way and its outcome could not be found out in time. */
    UNKNOWN_OUTCOME(
            "unknown-outcome",
            "Look the event ids up, or repeat the append with the same ids: they are never stored twice."),

    /** The storage refused the operation. */
    STORAGE_FAILURE(
            "storage-failure",
            "Nothing was appended. Act on what the message says of the storage, or look at its log by the " + "code."),

    /** A setting cannot be used. */
    CONFIGURATION("configuration", "Correct this setting; the message says what it may be."),

    /** The waiting thread was interrupted. */
    INTERRUPTED("interrupted", "What the thread waited for may still happen: look at the streams before trying again."),

    /** The checkpoint of a projection is not where its runner left it. */
    CHECKPOINT_MOVED(
            "checkpoint-moved",
            "Nothing was changed. The runner goes on from where the checkpoint is now. Move checkpoints only by ProjectionAdmin, which tells the runners."),

    /** The checkpoint of a projection does not belong to the log. */
    CHECKPOINT_AHEAD(
            "checkpoint-ahead",
            "The log was restored from an older copy, or replaced. Restore the read model to the same moment, or rebuild it by "
                    + "ProjectionAdmin.reset; if it is right as it is, ProjectionAdmin.moveTo its position."),

    /** Another instance has got a segment of a projection meanwhile, or it was taken back. */
    LEASE_LOST(
            "lease-lost",
            "Nothing was changed, and runners go on by themselves. If it happens often, look for long pauses "
                    + "of the process, or lengthen the lease."),

    /** The store knows no such projection, or no such version of it. */
    UNKNOWN_PROJECTION(
            "unknown-projection",
            "Compare name and version with the list of projections (./eventcore projections); a runner makes "
                    + "its projection known when it starts."),

    /** The next event of the feed cannot be decoded. */
    UNDECODABLE_EVENT(
            "undecodable-event",
            "Register its type, or correct the class or the codec; a projection may also skip the event, or "
                    + "put it aside, by its FailurePolicy."),

    /** A projection failed on an event and stopped before it. */
    PROJECTION_FAILED(
            "projection-failed",
            "Correct the projection or its target, then start it again: it goes on with that event.");

    private final String code;
    private final String help;

    ErrorCode(String code, String help) {
        this.code = code;
        this.help = help;
    }

    /** {@return the code as it stands in logs and answers, for example {@code version-conflict}} */
    public String code() {
        return code;
    }

    /** {@return what to do about the error, in a few sentences} */
    public String help() {
        return help;
    }

    @Override
    public String toString() {
        return code;
    }
}
