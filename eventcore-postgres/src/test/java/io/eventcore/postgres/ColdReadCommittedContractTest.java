package io.eventcore.postgres;

/** The contract in READ COMMITTED, by a store that lets no command decide on what is on its way. */
class ColdReadCommittedContractTest extends ColdStreamsContractTest {

    @Override
    PostgresConfig configFor(String url) {
        return PostgresConfig.builder(url)
                .queryTimeout(PATIENCE)
                .isolation(IsolationLevel.READ_COMMITTED)
                .hotStreams(false)
                .build();
    }
}
