/** The contract suite that every storage adapter passes. JUnit and event codecs look into it by reflection. */
module io.eventcore.testkit {
    requires transitive io.eventcore.api;
    requires org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires org.junit.jupiter.params;

    exports io.eventcore.testkit;

    opens io.eventcore.testkit;
}
