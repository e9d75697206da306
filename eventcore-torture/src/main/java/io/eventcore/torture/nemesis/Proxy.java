package io.eventcore.torture.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between the clients and a server, on the loopback interface. Breaks connections, holds them up, and leads to another server. */
public final class Proxy implements AutoCloseable {

    private final ServerSocket listener;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Cut> armed = new AtomicReference<>(Cut.NONE);
    private volatile InetSocketAddress server;
    private volatile boolean stalled;

    private Proxy(InetSocketAddress server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    }

    /** {@return a proxy that listens on a port of its own} */
    public static Proxy before(InetSocketAddress server) {
        try {
            Proxy proxy = new Proxy(server);
            ProxiedConnection.daemon("proxy", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return where it listens} */
    public int port() {
        return listener.getLocalPort();
    }

    /** Leads new connections to another server, and breaks those that there are. */
    public void leadTo(InetSocketAddress other) {
        server = other;
        cut(connections.size());
    }

    /** Where, in the exchange of an append, a connection is broken. */
    enum Cut {
        NONE,
        BEFORE_REQUEST,
        IN_REQUEST,
        AFTER_REQUEST,
        IN_ANSWER
    }

    /** Breaks the connection that is the next to send an append. */
    void cutNextAppend(Cut cut) {
        armed.set(cut);
    }

    /** The cut that waits, for whoever takes it first. */
    Cut takeCut() {
        return armed.getAndSet(Cut.NONE);
    }

    /** Breaks some connections; returns how many. */
    int cut(int most) {
        List<ProxiedConnection> some = new ArrayList<>(connections).subList(0, Math.min(most, connections.size()));
        some.forEach(ProxiedConnection::breakOff);
        return some.size();
    }

    /** Lets nothing through, or everything again. */
    void stall(boolean value) {
        stalled = value;
    }

    boolean isStalled() {
        return stalled && !listener.isClosed();
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                forward(listener.accept());
            } catch (IOException e) {
                // closed, or the server does not answer; the client sees its connection end
            }
        }
    }

    private void forward(Socket client) throws IOException {
        while (isStalled()) {
            Pause.millis(5);
        }
        try {
            Socket upstream = new Socket();
            upstream.connect(server, 5_000);
            ProxiedConnection connection = new ProxiedConnection(this, client, upstream);
            connections.add(connection);
            connection.start();
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut(connections.size());
    }
}
