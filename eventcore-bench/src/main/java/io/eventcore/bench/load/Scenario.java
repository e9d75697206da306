package io.eventcore.bench.load;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * EventCore and its controls under one load.
 *
 * @param name its name
 * @param subject EventCore
 * @param rivals the controls
 */
record Scenario(String name, Side subject, List<Rival> rivals) implements AutoCloseable {

    /** All of them, EventCore first. */
    List<Side> sides() {
        List<Side> sides = new ArrayList<>();
        sides.add(subject);
        rivals.forEach(rival -> sides.add(rival.side()));
        return sides;
    }

    @Override
    public void close() throws SQLException {
        for (Side side : sides()) {
            side.close();
        }
    }
}
