package io.eventcore.postgres;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What one client says to PostgreSQL, understood as far as it takes to tell which statements a round trip carries. */
final class FrontendMessages {

    private final Consumer<List<String>> onRoundTrip;
    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();
    private List<String> executed = new ArrayList<>();

    FrontendMessages(Consumer<List<String>> onRoundTrip) {
        this.onRoundTrip = onRoundTrip;
    }

    void copy(DataInputStream in, DataOutputStream out) throws IOException {
        // The first message has no type.
        int length = in.readInt();
        out.writeInt(length);
        out.write(in.readNBytes(length - 4));
        out.flush();
        for (int type = in.read(); type >= 0; type = in.read()) {
            length = in.readInt();
            byte[] body = in.readNBytes(length - 4);
            if (body.length < length - 4) {
                throw new EOFException("A message ended early");
            }
            note(type, ByteBuffer.wrap(body));
            out.write(type);
            out.writeInt(length);
            out.write(body);
            if (in.available() == 0) {
                out.flush();
            }
        }
    }

    private void note(int type, ByteBuffer body) {
        switch (type) {
            case 'P' -> statements.put(text(body), text(body));
            case 'B' -> portals.put(text(body), statements.getOrDefault(text(body), "unknown"));
            case 'E' -> executed.add(portals.getOrDefault(text(body), "unknown"));
            case 'Q' -> {
                executed.add(text(body));
                endRoundTrip();
            }
            case 'S' -> endRoundTrip();
            default -> {
                // says nothing about statements
            }
        }
    }

    private void endRoundTrip() {
        onRoundTrip.accept(List.copyOf(executed));
        executed = new ArrayList<>();
    }

    /** A text ends with a zero byte. */
    private static String text(ByteBuffer body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte next = body.get(); next != 0; next = body.get()) {
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
