package io.eventcore.postgres.internal.append;

/** Something failed after a call was sent, so that nobody knows whether it was committed. */
final class OutcomeInDoubtException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long askUntilNanos;

    /** @param askUntilNanos when {@link System#nanoTime()} has come so far, nobody needs the outcome any more */
    OutcomeInDoubtException(Throwable cause, long askUntilNanos) {
        super(cause);
        this.askUntilNanos = askUntilNanos;
    }

    boolean isWorthAsking() {
        return System.nanoTime() - askUntilNanos < 0;
    }
}
