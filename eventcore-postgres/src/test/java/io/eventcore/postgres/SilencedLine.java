package io.eventcore.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A line to a server that can fall silent: connections stand, new ones are accepted, and nothing comes through any more. */
final class SilencedLine implements AutoCloseable {

    private final String url;
    private final URI target;
    private final ServerSocket entrance;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    static SilencedLine to(String jdbcUrl) throws IOException {
        return new SilencedLine(jdbcUrl);
    }

    private SilencedLine(String jdbcUrl) throws IOException {
        this.target = URI.create(jdbcUrl.substring("jdbc:".length()));
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.url = jdbcUrl.replace(
                target.getHost() + ":" + target.getPort(),
                entrance.getInetAddress().getHostAddress() + ":" + entrance.getLocalPort());
        run(this::accept);
    }

    /** The database, by way of this line. */
    String url() {
        return url;
    }

    void silence() {
        silent = true;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            Socket server = new Socket(target.getHost(), target.getPort());
            sockets.add(client);
            sockets.add(server);
            run(() -> carry(client.getInputStream(), server.getOutputStream()));
            run(() -> carry(server.getInputStream(), client.getOutputStream()));
        }
    }

    private void carry(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8_192];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            if (!silent) {
                to.write(buffer, 0, count);
                to.flush();
            }
        }
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // An end of the line was closed: this direction is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }
}
