package io.eventcore;

import java.util.Set;

/** A command wrote to a stream that it had neither declared nor discovered. Thrown before anything is sent. */
public final class UndeclaredStreamException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final transient Set<StreamId> declared;

    /**
     * Refuses what a command has written.
     *
     * @param stream the stream that was written to
     * @param declared the streams that would have been allowed; the set is copied
     */
    public UndeclaredStreamException(StreamId stream, Set<StreamId> declared) {
        super(
                ErrorCode.UNDECLARED_STREAM,
                "The command wrote to stream '" + stream + "', but it declared only " + declared + ".",
                null);
        this.stream = stream;
        this.declared = Set.copyOf(declared);
    }

    /** {@return the stream that was written to} */
    public StreamId stream() {
        return stream;
    }

    /** {@return the streams that were declared or discovered} */
    public Set<StreamId> declared() {
        return declared;
    }
}
