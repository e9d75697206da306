package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import io.eventcore.EventTypes;
import io.eventcore.postgres.internal.pool.PoolerCheck;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;

/** What a pooler before PostgreSQL leaves out or mixes up is found when the store opens. */
@ExtendWith(TestPostgresExtension.class)
class PoolerTest {

    @Test
    void aSchemaThatThePoolerLeavesOutIsRefusedWithTheRemedy(TestPostgres postgres) throws Exception {
        try (StrippingProxy pooler = new StrippingProxy(JdbcUrl.parse(postgres.newDatabase()), Set.of("search_path"))) {
            PostgresConfig config =
                    PostgresConfig.builder(pooler.url()).schema("bank").build();

            assertThatThrownBy(() -> PostgresEventStore.create(config, EventTypes.of(Deposited.class)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("did not take the setting search_path")
                    .hasMessageContaining("ALTER ROLE");
        }
    }

    @Test
    void theSameSchemaBySettingTheRoleIsAsGood(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        Sql.execute(
                url,
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = bank, pg_temp',"
                        + " current_database()); END $$");
        try (StrippingProxy pooler = new StrippingProxy(JdbcUrl.parse(url), Set.of("search_path"))) {
            PostgresConfig config =
                    PostgresConfig.builder(pooler.url()).schema("bank").build();
            try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class))) {
                store.initialize();
                store.append(QueryTimeoutTest.append("a"));
            }
        }
        assertThat(Sql.query(url, "SELECT count(*) FROM bank.events")).isEqualTo("1");
    }

    @Test
    void optionsThatThePoolerLeavesOutAreRefused(TestPostgres postgres) throws Exception {
        try (StrippingProxy pooler = new StrippingProxy(JdbcUrl.parse(postgres.newDatabase()), Set.of("options"))) {
            PostgresConfig config =
                    PostgresConfig.of(pooler.url() + "&options=-c%20synchronous_commit=off%20--work_mem=5MB");

            assertThatThrownBy(() -> PostgresEventStore.create(config, EventTypes.of(Deposited.class)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("did not take the setting");
        }
    }

    @Test
    void connectionsThatShareASessionAreRefused(TestPostgres postgres) throws Exception {
        try (Connection session = DriverManager.getConnection(postgres.newDatabase())) {
            assertThatThrownBy(() -> PoolerCheck.check(byAPooler(session), () -> byAPooler(session)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("pool_mode = session");
        }
    }

    @Test
    void aPoolerThatKeepsSessionsApartIsNone(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (Connection session = DriverManager.getConnection(url)) {
            PoolerCheck.check(byAPooler(session), () -> byAPooler(DriverManager.getConnection(url)));
            PoolerCheck.check(session, () -> {
                throw new SQLException("PostgreSQL itself needs no second connection");
            });
        }
    }

    /** The connection as a pooler shows it: under a number of its own. */
    private static Connection byAPooler(Connection session) {
        return proxy(Connection.class, (method, arguments) -> switch (method.getName()) {
            case "unwrap" -> proxy(PGConnection.class, (of, none) -> -1);
            case "isWrapperFor" -> true;
            case "close" -> null;
            default -> method.invoke(session, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                PoolerTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method, arguments)));
    }

    @FunctionalInterface
    private interface Answer {
        @Nullable Object to(Method method, Object[] arguments) throws Exception;
    }
}
