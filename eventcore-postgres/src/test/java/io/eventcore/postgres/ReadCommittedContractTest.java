package io.eventcore.postgres;

import java.time.Duration;

/** The contract in READ COMMITTED, with four lanes. */
class ReadCommittedContractTest extends PostgresContractTest {

    @Override
    PostgresConfig configFor(String url) {
        return PostgresConfig.builder(url)
                .queryTimeout(PATIENCE)
                .isolation(IsolationLevel.READ_COMMITTED)
                .appendLanes(4)
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
