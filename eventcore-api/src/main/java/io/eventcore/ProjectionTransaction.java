package io.eventcore;

/** The transaction in which a checkpoint moves, as the runner sees it. Valid only during the call. */
public interface ProjectionTransaction extends UnitOfWork {

    /**
     * Puts an event aside, as one that failed, or once more. It is not due afterwards.
     *
     * @param event where the event is
     * @param error why it failed, for people
     * @param attempts how often it was tried in all, at least 1
     */
    void parkFailed(EventReference event, String error, int attempts);

    /**
     * Puts an event aside, because an earlier one of its stream was.
     *
     * @param event where the event is; nothing happens if it was put aside before
     */
    void parkBehind(EventReference event);

    /**
     * Takes an event out of the dead letters.
     *
     * @param position the event's position in the global order; nothing happens if no dead letter has it
     */
    void unpark(long position);
}
