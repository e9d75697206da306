package io.eventcore.postgres;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Stands before PostgreSQL as a pooler does that leaves out what it does not know of the first message of a connection. */
final class StrippingProxy implements AutoCloseable {

    private final ServerSocket server;
    private final JdbcUrl target;
    private final Set<String> leftOut;

    StrippingProxy(JdbcUrl target, Set<String> leftOut) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.leftOut = leftOut;
        daemon(this::accept);
    }

    /** The same database by way of this proxy. */
    String url() {
        return target.at("localhost:" + server.getLocalPort())
                .with("sslmode", "disable")
                .with("gssEncMode", "disable")
                .toString();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket upstream = new Socket(target.host(), target.port());
                DataInputStream in = new DataInputStream(client.getInputStream());
                upstream.getOutputStream().write(stripped(in.readNBytes(in.readInt() - 4)));
                daemon(() -> pump(in, upstream));
                daemon(() -> {
                    try {
                        pump(upstream.getInputStream(), client);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    /** Protocol version, then names and values, each ended by a zero, then a zero. */
    private byte[] stripped(byte[] startup) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.write(startup, 0, 4);
        String[] words = new String(startup, 4, startup.length - 5, StandardCharsets.UTF_8).split("\0", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (!leftOut.contains(words[i])) {
                kept.write((words[i] + "\0" + words[i + 1] + "\0").getBytes(StandardCharsets.UTF_8));
            }
        }
        kept.write(0);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        new DataOutputStream(message).writeInt(kept.size() + 4);
        kept.writeTo(message);
        return message.toByteArray();
    }

    private static void pump(InputStream from, Socket to) {
        try (to;
                OutputStream out = to.getOutputStream()) {
            from.transferTo(out);
        } catch (IOException e) {
            // one side has closed
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "stripping-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
