package io.eventcore.testkit;

/**
 * The server that the environment names; it runs before and after.
 *
 * @param url its maintenance database
 */
record NamedPostgresServer(PostgresUrl url) implements PostgresServer {

    @Override
    public String kind() {
        return "named by " + TestPostgres.ENVIRONMENT_VARIABLE;
    }

    @Override
    public boolean forgetsDatabases() {
        return false;
    }

    @Override
    public String whenUnreachable() {
        return TestPostgres.ENVIRONMENT_VARIABLE + " cannot be used";
    }

    @Override
    public void close() {}
}
