package io.eventcore.torture;

import io.eventcore.torture.history.HistoryWriter;
import io.eventcore.torture.nemesis.Fault;
import io.eventcore.torture.nemesis.NetworkFaults;
import io.eventcore.torture.nemesis.OwnServer;
import io.eventcore.torture.nemesis.ProcessFaults;
import io.eventcore.torture.nemesis.Proxy;
import io.eventcore.torture.nemesis.ServerFaults;
import io.eventcore.torture.nemesis.SqlFaults;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the clients live in: a server, which is the run's own or somebody else's, behind a proxy. */
final class World implements AutoCloseable {

    private final TortureSettings settings;
    private final Optional<OwnServer> own;
    private final ServerUrl url;
    private final Proxy proxy;

    private World(TortureSettings settings, Optional<OwnServer> own, ServerUrl url) {
        this.settings = settings;
        this.own = own;
        this.url = url;
        this.proxy = Proxy.before(new InetSocketAddress(url.host(), url.port()));
    }

    /** Starts a server unless the settings name one. */
    static World of(TortureSettings settings) {
        if (settings.url().isPresent()) {
            return new World(
                    settings, Optional.empty(), ServerUrl.parse(settings.url().get()));
        }
        OwnServer server = OwnServer.start();
        return new World(settings, Optional.of(server), ServerUrl.parse(server.url()));
    }

    /** The JDBC URL of the database, past the proxy. */
    String url() {
        return own.map(OwnServer::url).orElse(url.toString());
    }

    /** A database of its own on the run's server, for a probe; empty if the server is somebody else's. */
    Optional<String> anotherDatabase() {
        return own.map(OwnServer::anotherDatabase);
    }

    /** The same through the proxy, which must see what is said: unencrypted. */
    String clientUrl() {
        return url.through("127.0.0.1", proxy.port()).toString();
    }

    List<Fault> smallFaults(ClientProcesses processes, HistoryWriter history) {
        List<Fault> faults = new ArrayList<>(NetworkFaults.of(proxy));
        faults.addAll(SqlFaults.ofUsers(this::url, history));
        faults.addAll(ProcessFaults.small(processes));
        own.ifPresent(server -> faults.addAll(SqlFaults.ofOwners(this::url)));
        return chosen(faults);
    }

    List<Fault> greatFaults(ClientProcesses processes, HistoryWriter history) {
        List<Fault> faults = new ArrayList<>(ProcessFaults.great(processes));
        own.ifPresent(server -> faults.addAll(ServerFaults.of(server, proxy)));
        return chosen(faults);
    }

    private List<Fault> chosen(List<Fault> faults) {
        return faults.stream()
                .filter(fault -> fault.name().matches(settings.faults()))
                .toList();
    }

    /** Ends what a fault may have left behind. */
    void heal() {
        if (own.isPresent()) {
            try {
                SqlFaults.heal(url());
            } catch (SQLException e) {
                throw new IllegalStateException(
                        "The server does not answer when all faults are over: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        proxy.close();
        own.ifPresent(OwnServer::close);
    }
}
