package io.eventcore.examples.demo;

import io.eventcore.testkit.TestPostgres;

/**
 * The database of a run: one that the user names, or an embedded server that lives as long as the run.
 *
 * @param url where it is, with user and password
 * @param description what it is, for people, without a password
 * @param whenClosed stops what was started for it
 */
record Database(String url, String description, Runnable whenClosed) implements AutoCloseable {

    static Database named(String url, String by) {
        return new Database(url, "the PostgreSQL that " + by + " names", () -> {});
    }

    /** Starts a server that forces each commit to the disk, as one in production does. */
    static Database embedded() {
        TestPostgres postgres = TestPostgres.builder().embedded().durable(true).start();
        return new Database(postgres.url(), postgres.describe() + ", fsync on", postgres::close);
    }

    @Override
    public void close() {
        whenClosed.run();
    }
}
