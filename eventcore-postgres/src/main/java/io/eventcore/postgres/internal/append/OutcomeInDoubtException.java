package io.eventcore.postgres.internal.append;

import java.sql.SQLException;

/** The connection broke while a call was under way. */
final class OutcomeInDoubtException extends Exception {

    private static final long serialVersionUID = 1L;

    OutcomeInDoubtException(SQLException cause) {
        super(cause);
    }
}
