package io.eventcore.postgres;

import java.time.Duration;

/** The contract, by a store that remembers streams but lets no command decide on what is on its way. */
class ColdStreamsContractTest extends PostgresContractTest {

    @Override
    PostgresConfig configFor(String url) {
        return PostgresConfig.builder(url)
                .queryTimeout(PATIENCE)
                .hotStreams(false)
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
        return 20;
    }
}
