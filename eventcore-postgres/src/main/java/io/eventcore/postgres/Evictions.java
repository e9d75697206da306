package io.eventcore.postgres;

import com.zaxxer.hikari.SQLExceptionOverride;
import io.eventcore.postgres.internal.sql.SqlErrors;
import java.sql.SQLException;

/** Says after which errors the pool gives a connection up, besides those that HikariCP knows. Thread-safe. */
final class Evictions implements SQLExceptionOverride {

    /** A server that takes no writes may have become a standby: the next connection may lead to the new primary. */
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return SqlErrors.isReadOnly(failure)
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
