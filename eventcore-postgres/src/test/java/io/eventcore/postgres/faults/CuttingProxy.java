package io.eventcore.postgres.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a client and PostgreSQL, on the loopback interface. It forwards what both say, and can break the next
 * connection that sends an append, at a chosen byte. It can also take PostgreSQL away as a whole.
 */
final class CuttingProxy implements AutoCloseable {

    private final URI server;
    private final ServerSocket listener;
    private final AtomicReference<Optional<Cut>> armed = new AtomicReference<>(Optional.empty());
    private final Map<Cut.Kind, Integer> done = new ConcurrentSkipListMap<>();
    private final Set<CuttableConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    private CuttingProxy(URI server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Listens on a port of its own for the server of a JDBC URL. */
    static CuttingProxy before(String jdbcUrl) throws IOException {
        CuttingProxy proxy = new CuttingProxy(URI.create(jdbcUrl.substring("jdbc:".length())));
        CuttableConnection.daemon("cutting-proxy", proxy::accept).start();
        return proxy;
    }

    /** The JDBC URL of the same database, by way of this proxy; unencrypted, for it must see what is said. */
    String url() {
        return "jdbc:postgresql://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort()
                + server.getPath() + "?" + server.getQuery() + "&sslmode=disable&gssEncMode=disable";
    }

    /** Breaks the connection that is the next to send an append. */
    void cutNextAppend(Cut cut) {
        armed.set(Optional.of(cut));
    }

    /** Takes the cut that waits, if one does. */
    Optional<Cut> takeCut() {
        return armed.getAndSet(Optional.empty());
    }

    void countCut(Cut.Kind kind) {
        done.merge(kind, 1, Integer::sum);
    }

    /** How often it has broken a connection, by kind. */
    Map<Cut.Kind, Integer> cuts() {
        return new TreeMap<>(done);
    }

    int cutsInAll() {
        return cuts().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Breaks all connections and lets no new one through. */
    void goDown() {
        down = true;
        connections.forEach(CuttableConnection::breakOff);
    }

    /** Lets connections through again. */
    void comeBack() {
        down = false;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (down) {
                    client.close();
                } else {
                    forward(client);
                }
            } catch (IOException e) {
                // The proxy was closed, or the server does not answer; the client sees its connection end.
            }
        }
    }

    private void forward(Socket client) throws IOException {
        try {
            Socket upstream = new Socket(server.getHost(), server.getPort());
            CuttableConnection connection = new CuttableConnection(this, client, upstream);
            connections.add(connection);
            connection.start();
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    void forget(CuttableConnection connection) {
        connections.remove(connection);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        goDown();
    }
}
