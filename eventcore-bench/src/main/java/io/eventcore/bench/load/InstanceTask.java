package io.eventcore.bench.load;

/**
 * What an instance is told to do.
 *
 * @param url the database, whose tables are there
 * @param inFlight how many commands it keeps in flight
 * @param accounts the streams of the commands
 */
record InstanceTask(String url, int inFlight, Accounts accounts) {}
