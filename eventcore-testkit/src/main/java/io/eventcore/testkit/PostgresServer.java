package io.eventcore.testkit;

/** A PostgreSQL server, however it came to be here. */
interface PostgresServer extends AutoCloseable {

    /** Its maintenance database. */
    PostgresUrl url();

    /** What kind of server it is, for people. */
    String kind();

    /** Whether closing it makes its databases disappear. */
    boolean forgetsDatabases();

    /** How an error begins when the server does not answer. */
    String whenUnreachable();

    @Override
    void close();
}
