package io.eventcore.bench.load;

/**
 * What an instance is told to do.
 *
 * @param url the database, whose tables are there
 * @param inFlight how many commands it keeps in flight
 * @param prefix how the names of the accounts begin
 * @param accounts how many there are
 */
record InstanceTask(String url, int inFlight, String prefix, int accounts) {}
