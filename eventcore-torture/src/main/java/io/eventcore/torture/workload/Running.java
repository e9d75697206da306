package io.eventcore.torture.workload;

/** Whether a client goes on. Thread-safe. */
public final class Running {

    private volatile boolean stopped;

    /** Lets it finish what is under way, and begin nothing more. */
    public void stop() {
        stopped = true;
    }

    boolean goesOn() {
        return !stopped;
    }
}
