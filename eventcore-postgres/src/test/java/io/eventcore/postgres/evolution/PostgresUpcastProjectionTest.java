package io.eventcore.postgres.evolution;

import io.eventcore.testkit.TestPostgres;

class PostgresUpcastProjectionTest extends UpcastProjectionTest {

    @Override
    OldEvents newStore(TestPostgres postgres) {
        return OldEvents.inPostgres(postgres);
    }
}
