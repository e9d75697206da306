package io.eventcore.postgres.faults;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads what a client of PostgreSQL sends, and knows which of it calls {@code eventcore_append}. */
final class RequestReader {

    private static final String APPEND = "eventcore_append(";

    private final DataInputStream in;
    private final Map<String, Boolean> isAppend = new HashMap<>();

    RequestReader(DataInputStream in) {
        this.in = in;
    }

    /** The first message, which has no type. The client must ask for no encryption before it. */
    byte[] startUp() throws IOException {
        int length = in.readInt();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream copy = new DataOutputStream(bytes);
        copy.writeInt(length);
        copy.write(in.readNBytes(length - Integer.BYTES));
        return bytes.toByteArray();
    }

    /** Everything up to the next message that makes the server answer. */
    Request next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream copy = new DataOutputStream(bytes);
        boolean append = false;
        while (true) {
            byte type = in.readByte();
            int length = in.readInt();
            byte[] body = in.readNBytes(length - Integer.BYTES);
            copy.writeByte(type);
            copy.writeInt(length);
            copy.write(body);
            switch (type) {
                case 'P' ->
                    isAppend.put(text(body, 0), text(body, endOf(body, 0)).contains(APPEND));
                case 'B' -> append |= isAppend.getOrDefault(text(body, endOf(body, 0)), false);
                case 'D', 'E', 'C' -> {}
                default -> {
                    return new Request(bytes.toByteArray(), append);
                }
            }
        }
    }

    private static String text(byte[] body, int start) {
        return new String(body, start, endOf(body, start) - 1 - start, StandardCharsets.UTF_8);
    }

    /** Where the text that starts at one byte ends, its NUL included. */
    private static int endOf(byte[] body, int start) {
        int end = start;
        while (body[end] != 0) {
            end++;
        }
        return end + 1;
    }

    /**
     * One request.
     *
     * @param bytes as they were sent
     * @param isAppend whether it carries out an append
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    record Request(byte[] bytes, boolean isAppend) {}
}
