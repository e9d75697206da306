package io.eventcore.torture.nemesis;

import io.eventcore.torture.nemesis.Proxy.Cut;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One connection through the proxy: two threads, one for each direction. */
final class ProxiedConnection {

    private static final int CHUNK = 16 * 1024;

    private final Proxy proxy;
    private final Socket client;
    private final Socket server;
    private volatile boolean appends;
    private volatile Cut onAnswer = Cut.NONE;

    ProxiedConnection(Proxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void start() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        daemon("to-server", () -> pump(client, server, true));
        daemon("to-client", () -> pump(server, client, false));
    }

    /** Ends both sides at once. */
    void breakOff() {
        close(client);
        close(server);
        proxy.forget(this);
    }

    private void pump(Socket from, Socket to, boolean toServer) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                while (proxy.isStalled()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                }
                Cut cut = toServer ? cutOfRequest(chunk, read) : onAnswer;
                if (cut == Cut.NONE || cut == Cut.AFTER_REQUEST) {
                    out.write(chunk, 0, read);
                } else if (cut != Cut.BEFORE_REQUEST) {
                    out.write(chunk, 0, read / 2);
                }
                out.flush();
                if (cut != Cut.NONE) {
                    break;
                }
            }
        } catch (IOException e) {
            // one side has ended
        } finally {
            breakOff();
        }
    }

    /** A connection that has prepared the function that appends does nothing else. */
    private Cut cutOfRequest(byte[] chunk, int length) {
        if (!appends) {
            appends = new String(chunk, 0, length, StandardCharsets.ISO_8859_1).contains("eventcore_append");
        }
        Cut cut = appends ? proxy.takeCut() : Cut.NONE;
        if (cut == Cut.IN_ANSWER) {
            onAnswer = cut;
            return Cut.NONE;
        }
        return cut;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more
        }
    }

    static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
