package io.eventcore.bench.load;

import java.sql.SQLException;

/**
 * A database, and what was acknowledged in it.
 *
 * @param database the database
 * @param tally what EventCore's table must hold
 */
record Ledger(BenchDatabase database, Tally tally) {

    static Ledger of(BenchDatabase database) {
        return new Ledger(database, new Tally());
    }

    /** @throws CheckFailedException if the table holds anything else */
    void check() throws SQLException {
        database.check(Tables.STORE, tally.totals());
    }
}
