package io.eventcore;

/** The stable codes of all errors, each with what to do about it. Codes never change; help texts may. */
public enum ErrorCode {
    /** Another command changed a stream in between. */
    VERSION_CONFLICT(
            "version-conflict",
            "Another command changed a stream in between. The executor tries again by itself; when "
                    + "all attempts lose, give the command more attempts by RetryPolicy, or make its "
                    + "consistency boundary smaller."),

    /** The store holds an event of this id already, so nothing was appended. */
    DUPLICATE_EVENT(
            "duplicate-event",
            "The store holds an event of this id already, so nothing was appended. If this is a "
                    + "repetition, the first attempt succeeded; otherwise use a new id."),

    /** The command's own rules refused it on the current state. */
    COMMAND_REJECTED(
            "command-rejected",
            "The command's own rules refused it on the current state. Tell the user the reason; "
                    + "trying again helps only after the state has changed."),

    /** The command wrote to a stream that it did not read. */
    UNDECLARED_STREAM(
            "undeclared-stream",
            "The command wrote to a stream that it did not read. Name the stream in streams(), or in " + "discover()."),

    /** Stream discovery still named new streams after the allowed rounds. */
    DISCOVERY_LIMIT(
            "discovery-limit",
            "Stream discovery still named new streams after the allowed rounds. Check discover() for "
                    + "a loop, or raise ExecutionOptions.withDiscoveryLimit."),

    /** A stream name, or a set of them, breaks the rules. */
    INVALID_STREAM(
            "invalid-stream",
            "A stream name, or a set of them, breaks the rules. The message says which; correct the " + "caller."),

    /** An event class cannot be registered or folded as written. */
    EVENT_TYPE_REGISTRATION(
            "event-type-registration",
            "An event class cannot be registered or folded as written. The message says what to "
                    + "change in the class or the call."),

    /** The class of this event is not known to the store. */
    UNREGISTERED_EVENT(
            "unregistered-event",
            "The class of this event is not known to the store. Add it, or the sealed interface above "
                    + "it, to EventTypes.of(...)."),

    /** The store holds an event under a name that nothing claims. */
    UNKNOWN_EVENT_TYPE(
            "unknown-event-type",
            "The store holds an event under a name that nothing claims. If the class was renamed, add "
                    + "the old name to @EventType(aliases); if it was forgotten, register it in "
                    + "EventTypes.of(...)."),

    /** A stream or a decision holds an event of another family than the command's. */
    FOREIGN_EVENT(
            "foreign-event",
            "A stream or a decision holds an event of another family than the command's. Use another "
                    + "stream, or widen the command's event type."),

    /** An event could not be turned into JSON or back. */
    EVENT_CODEC(
            "event-codec",
            "An event could not be turned into JSON or back. The message names the class; compare it "
                    + "with the stored data."),

    /** The storage refuses the event's data, for example for a NUL character in a text. */
    INVALID_EVENT(
            "invalid-event",
            "The storage refuses the event's data, for example for a NUL character in a text. Nothing "
                    + "of its append was stored; correct the data."),

    /** Too much is under way already. */
    OVERLOADED(
            "overloaded",
            "Too much is under way already: too many appends wait, or every connection is in use. Nothing was "
                    + "appended. Slow the callers down and try again; if it lasts, look at the storage's speed, "
                    + "or allow a longer queue or more connections."),

    /** The time-out ended first. */
    DEADLINE_EXCEEDED(
            "deadline-exceeded",
            "The time-out ended first. If the message says that the append was under way, look at the "
                    + "streams before trying again; otherwise nothing was appended."),

    /** A statement took longer than the query time-out. */
    QUERY_TIMEOUT(
            "query-timeout",
            "A statement took longer than the store's query time-out, so the database gave it up and "
                    + "nothing of it took effect. Look for whoever holds locks on the tables, or for a database that "
                    + "is too slow; then try again."),

    /** The store was closed. */
    STORE_CLOSED("store-closed", "The store was closed. Create a new one, or stop the callers before closing it."),

    /** The storage cannot be reached; nothing was appended. */
    STORE_UNAVAILABLE(
            "store-unavailable",
            "The storage cannot be reached; nothing was appended. Check that it runs, and the URL, "
                    + "user and password."),

    /** The storage takes no writes now; nothing was appended. */
    STORE_READ_ONLY(
            "store-read-only",
            "The storage takes no writes now; nothing was appended. It is a standby, or was set to read-only: connect to "
                    + "the primary server, or try again when it takes writes."),

    /** The connection broke while the append was under way and its outcome could not be found out in time. */
    UNKNOWN_OUTCOME(
            "unknown-outcome",
            "The connection broke while the append was under way and its outcome could not be found "
                    + "out in time. Look the event ids up, or repeat the append with the same ids: they are "
                    + "never stored twice."),

    /** The storage refused the operation. */
    STORAGE_FAILURE(
            "storage-failure",
            "The storage refused the operation. The message carries the storage's own words and code; "
                    + "nothing was appended."),

    /** A setting cannot be used. */
    CONFIGURATION("configuration", "A setting cannot be used. The message names the setting and what it may be."),

    /** The waiting thread was interrupted. */
    INTERRUPTED(
            "interrupted",
            "The waiting thread was interrupted. What it waited for may still happen: look at the "
                    + "streams before trying again."),

    /** The checkpoint of a projection is not where its runner left it. */
    CHECKPOINT_MOVED(
            "checkpoint-moved",
            "The checkpoint of this projection is not where the runner left it, and nothing was changed. The runner goes on "
                    + "from where the checkpoint is now. Move checkpoints only by ProjectionAdmin, which tells the runners."),

    /** The checkpoint of a projection does not belong to the log. */
    CHECKPOINT_AHEAD(
            "checkpoint-ahead",
            "The checkpoint of this projection does not belong to the log: it is beyond its end, or another event stands "
                    + "where it is. The log was restored from an older copy, or replaced. Restore the read model to the same "
                    + "moment, or rebuild it: ProjectionAdmin.reset to 0, with clearing."),

    /** Another instance has got a segment of a projection meanwhile, or it was taken back. */
    LEASE_LOST(
            "lease-lost",
            "Another instance has got a segment of a projection meanwhile, or it was taken back, so nothing was "
                    + "changed. Runners go on by themselves; if it happens often, look for long pauses of the "
                    + "process, or lengthen the lease."),

    /** The store knows no such projection, or no such version of it. */
    UNKNOWN_PROJECTION(
            "unknown-projection",
            "The store knows no such projection, or no such version of it. Compare name and version with the "
                    + "list of projections; a runner makes its projection known when it starts."),

    /** The next event of the feed cannot be decoded. */
    UNDECODABLE_EVENT(
            "undecodable-event",
            "The next event of the feed cannot be decoded. Register its type, or correct the class or the codec; "
                    + "a projection may also skip it, or put it aside, by its FailurePolicy."),

    /** A projection failed on an event and stopped before it. */
    PROJECTION_FAILED(
            "projection-failed",
            "A projection failed on an event and stopped before it. Correct the projection or its "
                    + "target, then start it again: it goes on with that event.");

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

    /** {@return what the error means and what to do about it, in a few sentences} */
    public String help() {
        return help;
    }

    @Override
    public String toString() {
        return code;
    }
}
