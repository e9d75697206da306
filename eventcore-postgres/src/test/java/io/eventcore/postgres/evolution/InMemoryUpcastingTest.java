package io.eventcore.postgres.evolution;

import io.eventcore.testkit.TestPostgres;

class InMemoryUpcastingTest extends UpcastingTest {

    @Override
    OldEvents newStore(TestPostgres postgres) {
        return OldEvents.inMemory();
    }
}
