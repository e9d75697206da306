package io.eventcore;

/** The transaction in which a checkpoint moves, as the runner sees it. Valid only during the call. */
public interface ProjectionTransaction extends UnitOfWork {

    /**
     * Puts an event aside, as one that failed, or once more. It is not due afterwards.
     *
     * @param attempts how often it was tried in all, at least 1
     */
    void parkFailed(EventReference event, String error, int attempts);

    /** Puts an event aside, because an earlier one of its stream was; nothing happens if it was put aside before. */
    void parkBehind(EventReference event);

    /** Takes an event out of the dead letters; nothing happens if it is none. */
    void unpark(long position);
}
