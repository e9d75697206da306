package io.eventcore.postgres.faults;

import java.nio.ByteBuffer;

/** What PostgreSQL has answered so far. */
final class Answer {

    private final byte[] bytes;
    private int endOfCommand;
    private boolean error;
    private boolean complete;

    Answer(byte[] bytes) {
        this.bytes = bytes;
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.remaining() > Integer.BYTES) {
            byte type = rest.get();
            int length = rest.getInt(rest.position());
            if (length > rest.remaining()) {
                return;
            }
            rest.position(rest.position() + length);
            switch (type) {
                case 'C' -> endOfCommand = rest.position();
                case 'E' -> error = true;
                case 'Z' -> complete = true;
                default -> {}
            }
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether the server has ended the transaction and said so. */
    boolean isComplete() {
        return complete;
    }

    boolean isError() {
        return error;
    }

    /** The byte behind the message that ends the command; what follows it says that the transaction has ended. */
    int endOfCommand() {
        return endOfCommand;
    }
}
