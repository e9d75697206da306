package io.eventcore.testkit;

import io.eventcore.ConfigurationException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server of this process's own, in a temporary directory, on a free port of the loopback interface. */
final class EmbeddedPostgresServer implements PostgresServer {

    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;

    private EmbeddedPostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static EmbeddedPostgresServer start(Map<String, String> settings, @Nullable Path binaries) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setPGStartupWait(STARTUP);
        if (binaries != null) {
            builder.setPgBinaryResolver(new PostgresBinaries(binaries));
        }
        settings.forEach(builder::setServerConfig);
        // Last, so that no setting opens the server, which asks for no password, to the network.
        builder.setServerConfig("listen_addresses", "localhost");
        try {
            return new EmbeddedPostgresServer(builder.start());
        } catch (ConfigurationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new ConfigurationException(
                    "The embedded PostgreSQL does not start (" + e.getMessage() + "). Name a server by "
                            + TestPostgres.ENVIRONMENT_VARIABLE + " instead.",
                    e);
        }
    }

    @Override
    public PostgresUrl url() {
        // The server trusts local users; a password is named for those who want one.
        return PostgresUrl.of("localhost", server.getPort(), "postgres", "postgres", "postgres");
    }

    @Override
    public String kind() {
        return "embedded";
    }

    @Override
    public boolean forgetsDatabases() {
        return true;
    }

    @Override
    public String whenUnreachable() {
        return "The embedded PostgreSQL does not answer";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not stop.", e);
        }
    }
}
