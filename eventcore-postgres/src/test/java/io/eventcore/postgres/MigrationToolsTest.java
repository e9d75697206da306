package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.ConfigurationException;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import liquibase.command.CommandScope;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The DDL files, run by a migration tool as docs/schema.md says, make what initialize() makes. */
@ExtendWith(TestPostgresExtension.class)
class MigrationToolsTest {

    /** The tools' own tables. */
    private static final String TOOLS = "(?s)table (eventcore_migrations|databasechangelog|databasechangeloglock): .*";

    @Test
    void flywayMakesWhatInitializeMakes(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();

        flyway(url).load().migrate();

        assertThatTheStoreFindsNothingToDo(url, postgres);
    }

    @Test
    void liquibaseMakesWhatInitializeMakes(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();

        new CommandScope("update")
                .addArgumentValue("changelogFile", "io/eventcore/postgres/eventcore-changelog.xml")
                .addArgumentValue("url", url)
                .execute();

        assertThatTheStoreFindsNothingToDo(url, postgres);
    }

    @Test
    void flywayTakesOverWhatInitializeMade(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        open(url).close();
        String version = Sql.query(url, "SELECT max(version) FROM eventcore_schema");

        var result = flyway(url)
                .baselineOnMigrate(true)
                .baselineVersion(version)
                .load()
                .migrate();

        assertThat(result.migrationsExecuted).isZero();
        assertThatTheStoreFindsNothingToDo(url, postgres);
    }

    @Test
    void initializeSaysSoWhenAToolHasRunOnlyTheFirstFiles(TestPostgres postgres) {
        String url = postgres.newDatabase();
        flyway(url).target("4").load().migrate();

        assertThatThrownBy(() -> open(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("event_streams is there, but eventcore_schema does not say of which version");
    }

    private static FluentConfiguration flyway(String url) {
        return Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:io/eventcore/postgres/schema")
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .table("eventcore_migrations");
    }

    private static void assertThatTheStoreFindsNothingToDo(String url, TestPostgres postgres) throws SQLException {
        String installed = Sql.query(url, "SELECT string_agg(e::text, ' ' ORDER BY version) FROM eventcore_schema e");
        try (PostgresEventStore store = open(url)) {
            store.append(AppendRequest.to(StreamId.of("a"), ExpectedVersion.noStream(), new Deposited(1)));
        }
        assertThat(Sql.query(url, "SELECT string_agg(e::text, ' ' ORDER BY version) FROM eventcore_schema e"))
                .isEqualTo(installed);

        String other = postgres.newDatabase();
        open(other).close();
        assertThat(Sql.query(url, "SELECT string_agg(version || file, ' ' ORDER BY version) FROM eventcore_schema"))
                .isEqualTo(Sql.query(
                        other, "SELECT string_agg(version || file, ' ' ORDER BY version) FROM eventcore_schema"));
        assertThat(Catalog.of(url, "public"))
                .filteredOn(line -> !line.matches(TOOLS))
                .containsExactlyElementsOf(Catalog.of(other, "public"));
    }

    private static PostgresEventStore open(String url) {
        PostgresEventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class));
        try {
            store.initialize();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }
}
