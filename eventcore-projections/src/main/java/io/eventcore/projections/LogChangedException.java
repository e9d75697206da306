package io.eventcore.projections;

/** The log is another one than when the segment was opened, or its server was started again. The segment is opened again. */
final class LogChangedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LogChangedException(String message) {
        super(message);
    }
}
