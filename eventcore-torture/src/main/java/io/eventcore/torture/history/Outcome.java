package io.eventcore.torture.history;

/** What a caller can be told. */
public enum Outcome {
    /** The events are stored. */
    STORED,
    /** There was nothing to do. */
    NOTHING_TO_DO,
    /** The rules of the command refused it. */
    REJECTED,
    /** It failed, and nothing was stored. */
    NOT_STORED,
    /** It may have been stored, or may yet be; or nobody lived to hear it. */
    UNKNOWN,
    /** It ended by an error that no caller can be expected to understand; it may have been stored. */
    UNEXPECTED
}
