package io.eventcore.jackson;

/**
 * A failure without its words. Jackson quotes the text that it cannot read, and constructors quote their arguments: both are
 * what an event holds, which must not get into a log. Where it happened is kept.
 */
final class Unquoted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private Unquoted(String name, StackTraceElement[] at) {
        super(name + " (its message is left out, because it may quote the event)");
        setStackTrace(at);
    }

    /** The innermost failure, by its class and its place. */
    static Unquoted of(Throwable failure) {
        Throwable root = rootOf(failure);
        return new Unquoted(root.getClass().getName(), root.getStackTrace());
    }

    /** What kind of failure it was. */
    static String nameOf(Throwable failure) {
        return rootOf(failure).getClass().getSimpleName();
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
