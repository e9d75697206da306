package io.eventcore.postgres;

/** The contract in READ COMMITTED, by a store that remembers nothing. */
class ForgetfulReadCommittedContractTest extends ReadCommittedContractTest {

    @Override
    PostgresConfig configFor(String url) {
        return PostgresConfig.builder(url)
                .queryTimeout(PATIENCE)
                .isolation(IsolationLevel.READ_COMMITTED)
                .appendLanes(4)
                .streamCacheBytes(0)
                .build();
    }
}
