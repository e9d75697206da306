/** The contract suite that every adapter passes, and the PostgreSQL that tests, demos and benchmarks run on. */
module io.eventcore.testkit {
    requires transitive io.eventcore.api;
    requires transitive org.junit.jupiter.api;
    requires embedded.postgres;
    requires java.sql;
    requires testcontainers;

    exports io.eventcore.testkit;
}
