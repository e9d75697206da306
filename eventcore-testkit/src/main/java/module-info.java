/**
 * What tests of applications need, the contract suite that every storage adapter passes, and the PostgreSQL that tests,
 * demos and benchmarks run on.
 * JUnit and event codecs look into it by reflection.
 */
module io.eventcore.testkit {
    requires transitive io.eventcore.api;
    requires transitive org.junit.jupiter.api;
    requires io.eventcore.memory;
    requires org.assertj.core;
    requires org.junit.jupiter.params;
    requires embedded.postgres;
    requires java.sql;
    requires testcontainers;

    exports io.eventcore.testkit;

    opens io.eventcore.testkit;
}
