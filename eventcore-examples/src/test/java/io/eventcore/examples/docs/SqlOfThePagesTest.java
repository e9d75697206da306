package io.eventcore.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.EventTypes;
import io.eventcore.examples.bank.AccountEvent;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a page shows in SQL runs, block after block, in a database of its own behind {@code initialize()}. A block that shows
 * the tables which {@code initialize()} makes runs in an empty schema instead.
 */
@ExtendWith(TestPostgresExtension.class)
class SqlOfThePagesTest {

    private static final Pattern OWN_TABLE = Pattern.compile("CREATE TABLE (event_streams|events)\\b");

    static Stream<Page> pagesWithSql() {
        return Page.all().stream().filter(page -> !page.blocks("sql").isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pagesWithSql")
    void theSqlOfAPageRuns(Page page, TestPostgres postgres) throws SQLException {
        run(page.blocks("sql"), postgres);
    }

    @Test
    void thePagesWithSqlAreFound() {
        assertThat(pagesWithSql().map(Page::name)).contains("README.md", "docs/operations.md", "docs/schema.md");
    }

    @Test
    void aBlockThatDoesNotRunIsFoundOut(TestPostgres postgres) {
        Block block = new Block("page.md", 1, "sql", "SELECT head FROM events;\n");

        assertThatThrownBy(() -> run(List.of(block), postgres)).hasMessageContaining("head");
    }

    private static void run(List<Block> blocks, TestPostgres postgres) throws SQLException {
        String database = postgres.newDatabase();
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(database), EventTypes.of(AccountEvent.class))) {
            store.initialize();
        }
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            for (Block block : blocks) {
                boolean showsTheTables = OWN_TABLE.matcher(block.text()).find();
                if (showsTheTables) {
                    statement.execute("CREATE SCHEMA shown; SET search_path = shown");
                }
                statement.execute(block.text());
                if (showsTheTables) {
                    statement.execute("DROP SCHEMA shown CASCADE; RESET search_path");
                }
            }
        }
    }
}
