package io.eventcore.bench.violations;

/** The common root. */
public class EventCoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
