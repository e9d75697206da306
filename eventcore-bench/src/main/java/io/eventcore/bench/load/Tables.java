package io.eventcore.bench.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Tables that hold the same columns under the same indexes: EventCore's own, and those of the controls. */
enum Tables {
    /** EventCore's own. */
    STORE("events", "event_streams"),
    /** Plain rows, without streams. */
    PLAIN("plain_events", "(SELECT stream_id, max(stream_version) AS version FROM plain_events GROUP BY stream_id)"),
    /** Of an application that works without EventCore. */
    NAIVE("naive_events", "naive_streams");

    private final String events;
    private final String streams;

    Tables(String events, String streams) {
        this.events = events;
        this.streams = streams;
    }

    /** Creates the tables of the controls in a database that has EventCore's. */
    static void createControls(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE plain_events (LIKE events INCLUDING ALL)");
            statement.execute("CREATE TABLE naive_events (LIKE events INCLUDING ALL)");
            statement.execute("CREATE TABLE naive_streams (LIKE event_streams INCLUDING ALL) WITH (fillfactor = 80)");
        }
    }

    /** Puts the names into a statement that says {@code {events}} and {@code {streams}}. */
    String in(String statement) {
        return statement.replace("{events}", events).replace("{streams}", streams);
    }
}
