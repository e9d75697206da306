package io.eventcore.postgres;

import java.sql.Connection;

/** The isolation level of the transactions that append. What EventCore promises holds under both. */
public enum IsolationLevel {
    /** PostgreSQL's strictest level, the default; appends to different streams do not abort each other. */
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE),

    /** PostgreSQL's own default level. */
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED);

    private final int jdbcLevel;

    IsolationLevel(int jdbcLevel) {
        this.jdbcLevel = jdbcLevel;
    }

    int jdbcLevel() {
        return jdbcLevel;
    }
}
