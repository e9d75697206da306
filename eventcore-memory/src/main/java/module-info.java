/** An event store in memory, for unit tests. */
module io.eventcore.memory {
    requires transitive io.eventcore.api;

    exports io.eventcore.memory;
}
