package io.eventcore.postgres.internal.sql;

import java.sql.SQLException;
import java.sql.SQLTransientException;

/** Every connection is in use, and none became free in time. The database itself may be well. */
public final class PoolExhaustedException extends SQLTransientException {

    private static final long serialVersionUID = 1L;

    /** Says how many there are and how long was waited. */
    public PoolExhaustedException(String message, SQLException cause) {
        super(message, cause);
    }
}
