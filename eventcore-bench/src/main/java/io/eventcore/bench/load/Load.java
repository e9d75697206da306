package io.eventcore.bench.load;

import java.sql.SQLException;
import java.time.Duration;

/** Something that is measured by turns. */
interface Load extends AutoCloseable {

    /** What it is, in a few words. */
    String label();

    /**
     * Takes its turn.
     *
     * @param time how long it lasts, unless the work itself has an end
     */
    Work run(Duration time) throws Exception;

    @Override
    default void close() throws SQLException {}
}
