package io.eventcore.bench.load;

import java.sql.SQLException;
import java.time.Duration;

/** One of those that are compared: EventCore, or a control. */
interface Side extends AutoCloseable {

    /** What it does, in a few words. */
    String label();

    /**
     * Takes its turn.
     *
     * @param time how long it lasts, unless the work itself has an end
     */
    Work run(Duration time) throws Exception;

    /**
     * Looks into the table.
     *
     * @throws CheckFailedException if it does not hold what was acknowledged
     */
    void check() throws SQLException;

    @Override
    default void close() throws SQLException {}
}
