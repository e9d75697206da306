package io.eventcore.testkit;

/**
 * The server that a user names; it runs before and after.
 *
 * @param by the setting that names it, for people
 * @param url its maintenance database
 */
record NamedPostgresServer(String by, PostgresUrl url) implements PostgresServer {

    @Override
    public String kind() {
        return "named by " + by;
    }

    @Override
    public boolean forgetsDatabases() {
        return false;
    }

    @Override
    public String whenUnreachable() {
        return by + " cannot be used";
    }

    @Override
    public void close() {}
}
