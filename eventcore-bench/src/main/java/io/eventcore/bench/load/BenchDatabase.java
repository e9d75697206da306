package io.eventcore.bench.load;

import io.eventcore.EventTypes;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A database of its own for one scenario, with EventCore's tables and those of the controls.
 *
 * @param url where it is, with user and password
 */
record BenchDatabase(String url) {

    /** Creates the tables in an empty database. */
    static BenchDatabase create(String url) throws SQLException {
        BenchDatabase database = new BenchDatabase(url);
        try (PostgresEventStore store = database.openStore()) {
            store.initialize();
        }
        try (Connection connection = database.connect()) {
            Tables.createControls(connection);
        }
        return database;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** A store with the default settings. */
    PostgresEventStore openStore() {
        return openStore(PostgresConfig.of(url));
    }

    /** A store with these settings. */
    PostgresEventStore openStore(PostgresConfig config) {
        return PostgresEventStore.create(config, EventTypes.of(Booking.class));
    }

    /** @throws CheckFailedException if the table holds anything else */
    void check(Tables tables, Totals acknowledged) throws SQLException {
        try (Connection connection = connect()) {
            TableCheck.check(connection, tables, acknowledged);
        }
    }
}
