package io.eventcore.postgres.evolution;

import io.eventcore.testkit.TestPostgres;

class InMemoryUpcastProjectionTest extends UpcastProjectionTest {

    @Override
    OldEvents newStore(TestPostgres postgres) {
        return OldEvents.inMemory();
    }
}
