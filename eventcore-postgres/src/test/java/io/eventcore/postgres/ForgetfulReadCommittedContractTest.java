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

    /** Each command reads the whole stream again, which grows with every one of them. */
    @Override
    protected int commandsPerWriter() {
        return 10;
    }
}
