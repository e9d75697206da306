package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.EventTypes;
import io.eventcore.Lease;
import io.eventcore.ProjectionStore;
import io.eventcore.StorageException;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.StringReader;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;

/** The connection that a projection gets refuses what would end or alter its transaction, and nothing else. */
@ExtendWith(TestPostgresExtension.class)
class GuardedConnectionTest {

    private String url;
    private PostgresEventStore store;
    private Lease lease;

    @BeforeEach
    void open(TestPostgres postgres) throws Exception {
        url = postgres.newDatabase();
        store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class));
        store.initialize();
        lease = Leased.open(store.projections(), "guarded");
        Sql.execute(url, "CREATE TABLE model (line text)");
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Ways to do it that need no SQL, or that lead to the connection by another way. */
    enum Way implements Misbehaving.Misdeed {
        COMMIT {
            @Override
            public void on(Connection connection) throws SQLException {
                connection.commit();
            }
        },
        ROLLBACK {
            @Override
            public void on(Connection connection) throws SQLException {
                connection.rollback();
            }
        },
        AUTOCOMMIT {
            @Override
            public void on(Connection connection) throws SQLException {
                connection.setAutoCommit(true);
            }
        },
        CLOSE {
            @Override
            public void on(Connection connection) throws SQLException {
                connection.close();
            }
        },
        ABORT {
            @Override
            public void on(Connection connection) throws SQLException {
                connection.abort(Runnable::run);
            }
        },
        ISOLATION {
            @Override
            public void on(Connection connection) throws SQLException {
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            }
        },
        READ_ONLY {
            @Override
            public void on(Connection connection) throws SQLException {
                connection.setReadOnly(true);
            }
        },
        BY_ITS_STATEMENT {
            @Override
            public void on(Connection connection) throws SQLException {
                try (Statement statement = connection.createStatement()) {
                    statement.getConnection().commit();
                }
            }
        },
        BY_ITS_PREPARED_STATEMENT {
            @Override
            public void on(Connection connection) throws SQLException {
                try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
                    statement.getConnection().rollback();
                }
            }
        },
        BY_A_RESULT {
            @Override
            public void on(Connection connection) throws SQLException {
                try (Statement statement = connection.createStatement();
                        ResultSet result = statement.executeQuery("SELECT 1")) {
                    result.getStatement().getConnection().commit();
                }
            }
        },
        BY_ITS_METADATA {
            @Override
            public void on(Connection connection) throws SQLException {
                connection.getMetaData().getConnection().commit();
            }
        },
        BY_THE_DRIVERS_CONNECTION {
            @Override
            public void on(Connection connection) throws SQLException {
                connection.unwrap(PgConnection.class).commit();
            }
        },
        BY_UNWRAPPING_ITSELF {
            @Override
            public void on(Connection connection) throws SQLException {
                connection.unwrap(Connection.class).commit();
            }
        },
        IN_A_BATCH {
            @Override
            public void on(Connection connection) throws SQLException {
                try (Statement statement = connection.createStatement()) {
                    statement.addBatch("INSERT INTO model VALUES ('in a batch')");
                    statement.addBatch("COMMIT");
                    statement.executeBatch();
                }
            }
        },
        PREPARED {
            @Override
            public void on(Connection connection) throws SQLException {
                try (PreparedStatement statement = connection.prepareStatement("COMMIT")) {
                    statement.execute();
                }
            }
        },
        CALLED {
            @Override
            public void on(Connection connection) throws SQLException {
                try (CallableStatement statement = connection.prepareCall("ROLLBACK")) {
                    statement.execute();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noWayEndsTheTransaction(Way way) throws Exception {
        assertRefused(way);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT",
                "commit work",
                "END",
                "ABORT",
                "ROLLBACK",
                "rollback and chain",
                "BEGIN",
                "START TRANSACTION READ ONLY",
                "PREPARE TRANSACTION 'x'",
                "COMMIT PREPARED 'x'",
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SET TRANSACTION READ ONLY",
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
                "SET LOCAL transaction_read_only = on",
                "  /* a /* nested */ comment */ -- and one more\n COMMIT",
                "INSERT INTO model VALUES ('a;b'); COMMIT",
                "SELECT $$;$$; ROLLBACK; SELECT 1"
            })
    void noStatementEndsTheTransaction(String sql) throws Exception {
        assertRefused(connection -> Sql.execute(connection, sql));
    }

    private void assertRefused(Misbehaving.Misdeed misdeed) throws Exception {
        assertThatThrownBy(() -> advance(connection -> {
                    Sql.execute(connection, "INSERT INTO model VALUES ('before')");
                    misdeed.on(connection);
                }))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is refused: the transaction belongs to EventCore")
                .hasMessageContaining("savepoint");
        assertThatThrownBy(() -> advance(connection -> {
                    Sql.execute(connection, "INSERT INTO model VALUES ('before')");
                    try {
                        misdeed.on(connection);
                    } catch (SQLException caught) {
                        assertThat(caught.getMessage()).contains("is refused");
                    }
                }))
                .as("also when it is caught")
                .hasMessageContaining("is refused");

        assertThat(Sql.query(url, "SELECT count(*) FROM model")).isEqualTo("0");
        assertThat(Leased.position(store.projections(), "guarded")).isZero();

        advance(connection -> Sql.execute(connection, "INSERT INTO model VALUES ('after')"));
        assertThat(Sql.query(url, "SELECT count(*) FROM model")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO $$ BEGIN INSERT INTO model VALUES ('x'); END $$",
                "INSERT INTO model SELECT CASE WHEN true THEN 'commit; rollback' END -- COMMIT",
                "PREPARE insertion AS INSERT INTO model VALUES ('x'); EXECUTE insertion",
                "SAVEPOINT a; INSERT INTO model VALUES ('x'); RELEASE SAVEPOINT a",
                "SAVEPOINT a; INSERT INTO model VALUES ('y'); ROLLBACK TO a; INSERT INTO model VALUES ('x')",
                "SET CONSTRAINTS ALL IMMEDIATE; INSERT INTO model VALUES ('x')",
                "INSERT INTO model SELECT set_config('app.tenant', 'x', true)"
            })
    void otherStatementsPass(String sql) throws Exception {
        advance(connection -> Sql.execute(connection, sql));

        assertThat(Sql.query(url, "SELECT count(*) FROM model")).isEqualTo("1");
        assertThat(Leased.position(store.projections(), "guarded")).isEqualTo(1);
    }

    @Test
    void whatAsksForWhatIsSoAnywayPasses() throws Exception {
        advance(connection -> {
            connection.setAutoCommit(false);
            connection.setReadOnly(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.isClosed()).isFalse();
            assertThat(Set.of(connection)).contains(connection.unwrap(Connection.class));
        });

        assertThat(Leased.position(store.projections(), "guarded")).isEqualTo(1);
    }

    @Test
    void theDriversCopyIsThere() throws Exception {
        advance(connection -> connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY model FROM STDIN", new StringReader("one\ntwo\n")));

        assertThat(Sql.query(url, "SELECT count(*) FROM model")).isEqualTo("2");
    }

    @Test
    void nothingWorksAfterTheTransaction() throws Exception {
        List<Connection> kept = new ArrayList<>();
        List<Statement> keptStatements = new ArrayList<>();
        advance(connection -> {
            kept.add(connection);
            keptStatements.add(connection.createStatement());
        });

        assertThatThrownBy(() -> kept.get(0).createStatement()).hasMessageContaining("transaction has ended");
        assertThatThrownBy(() -> keptStatements.get(0).execute("SELECT 1"))
                .hasMessageContaining("transaction has ended");
        keptStatements.get(0).close();
        kept.get(0).close();
    }

    private void advance(Misbehaving.Misdeed work) throws Exception {
        ProjectionStore projections = store.projections();
        long from = Leased.position(projections, "guarded");
        projections.advance(lease, from, from + 1, unit -> work.on(unit.unwrap(Connection.class)));
    }
}
