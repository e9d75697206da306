package io.eventcore.bench.violations;

/** A public exception without the common root. */
public final class StrayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** One that is nobody's business may have any root. */
    static final class OwnBusiness extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
