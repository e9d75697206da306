package io.eventcore.torture.workload;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;

/**
 * A store, and an executor over it.
 *
 * @param name which process, which variant, and which one after the other
 */
record StoreHandle(String name, EventStore store, CommandExecutor executor) {}
