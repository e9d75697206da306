package io.eventcore.postgres;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract as a user who has no more rights than {@code grants.sql} gives, on tables of another. */
@ExtendWith(TestRolesExtension.class)
class LeastRightsContractTest extends PostgresContractTest {

    private TestRoles roles;

    @BeforeEach
    void take(TestRoles shared) {
        roles = shared;
    }

    /** The owner initializes. The contract then calls initialize() as the application, too, which finds it done. */
    @Override
    PostgresConfig configFor(String url) {
        try {
            roles.prepare(url);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return PostgresConfig.builder(roles.applicationUrl(url))
                .queryTimeout(PATIENCE)
                .streamCacheBytes(0)
                .build();
    }

    /** The default settings run for the full time. */
    @Override
    protected Duration feedDuration() {
        return Duration.ofSeconds(10);
    }

    /** The default settings execute all of them. */
    @Override
    protected int commandsPerWriter() {
        return 50;
    }
}
