package io.eventcore.bench.load;

import java.sql.SQLException;

/** One of those that are compared: EventCore, or a control. */
interface Side extends Load {

    /**
     * Looks into the table.
     *
     * @throws CheckFailedException if it does not hold what was acknowledged
     */
    void check() throws SQLException;
}
