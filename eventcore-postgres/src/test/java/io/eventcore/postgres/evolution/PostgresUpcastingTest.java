package io.eventcore.postgres.evolution;

import io.eventcore.testkit.TestPostgres;

class PostgresUpcastingTest extends UpcastingTest {

    @Override
    OldEvents newStore(TestPostgres postgres) {
        return OldEvents.inPostgres(postgres);
    }
}
