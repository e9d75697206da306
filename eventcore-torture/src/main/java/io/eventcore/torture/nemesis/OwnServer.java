package io.eventcore.torture.nemesis;

import io.eventcore.testkit.TestPostgres;
import java.io.IOException;
import java.sql.SQLException;

/** A durable PostgreSQL of the run's own, which crashes and starts again, and whose standby takes its place. */
public final class OwnServer implements AutoCloseable {

    private final TestPostgres postgres;
    private final Instance first;
    private volatile Instance primary;

    private OwnServer(TestPostgres postgres, Instance first) {
        this.postgres = postgres;
        this.first = first;
        this.primary = first;
    }

    /** {@return a server that has started, with an empty database} Blocks for some seconds. */
    public static OwnServer start() {
        TestPostgres postgres = TestPostgres.builder()
                .embedded()
                .durable(true)
                .setting("max_connections", "300")
                .setting("wal_keep_size", "512MB")
                .setting("wal_writer_delay", "10s") // what nobody has committed is lost in a crash
                .start();
        try {
            return new OwnServer(postgres, Instance.behind(postgres.newDatabase()));
        } catch (SQLException | IOException e) {
            postgres.close();
            throw new IllegalStateException("The server's own description cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@return the JDBC URL of the database where it is now, with user and password} */
    public String url() {
        return primary.url();
    }

    /** {@return the JDBC URL of another, empty database} */
    public String anotherDatabase() {
        return postgres.newDatabase();
    }

    Instance primary() {
        return primary;
    }

    /** From now on, this one is the server. */
    void lead(Instance other) {
        primary = other;
    }

    @Override
    public void close() {
        if (!primary.equals(first)) {
            try {
                primary.kill();
                first.start(); // only what runs can be stopped, and its files taken away
            } catch (IOException e) {
                // it has ended already, or is not needed any more
            }
        }
        postgres.close();
    }
}
