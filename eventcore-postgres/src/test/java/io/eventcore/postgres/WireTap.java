package io.eventcore.postgres;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a client and PostgreSQL, and notes each round trip: the client sends what ends in Sync, or a simple
 * query, and waits for the answer. It changes nothing.
 */
final class WireTap implements AutoCloseable {

    private final JdbcUrl target;
    private final ServerSocket door;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Queue<List<String>> roundTrips = new ConcurrentLinkedQueue<>();

    private WireTap(JdbcUrl target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    static WireTap before(String url) throws IOException {
        return new WireTap(JdbcUrl.parse(url));
    }

    /** The way to the database through the tap. Not encrypted, so that the tap can read. */
    String url() {
        return target.at("localhost:" + door.getLocalPort())
                .with("sslmode", "disable")
                .with("gssEncMode", "disable")
                .toString();
    }

    /** Takes what was noted since the last call: the statements of each round trip, in order. */
    List<List<String>> take() {
        List<List<String>> taken = new ArrayList<>();
        for (List<String> next = roundTrips.poll(); next != null; next = roundTrips.poll()) {
            taken.add(next);
        }
        return taken;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(target.host(), target.port());
                sockets.add(client);
                sockets.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                threads.execute(() -> listen(client, server));
                threads.execute(() -> answer(server, client));
            }
        } catch (IOException e) {
            if (!door.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void listen(Socket client, Socket server) {
        try (client;
                server) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
            new FrontendMessages(roundTrips::add).copy(in, out);
        } catch (IOException e) {
            // One of them has gone, and now the other has too.
        }
    }

    private static void answer(Socket server, Socket client) {
        try (client;
                server) {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // One of them has gone, and now the other has too.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdown();
    }
}
