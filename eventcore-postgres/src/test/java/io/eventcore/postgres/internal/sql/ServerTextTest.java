package io.eventcore.postgres.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** What of a database error is shown, and that data are not. */
class ServerTextTest {

    @ParameterizedTest
    @CsvSource({
        "22P02, 'invalid input syntax for type integer: \"Jane\"', int4in, no value of its type",
        "22003, '\"Jane\" is out of range for type double precision', float8in_internal, out of range",
        "22007, 'ungültige Eingabesyntax für Typ date: »Jane«', DateTimeParseError, date",
        "22099, 'something of Jane', somewhere, class 22",
        "P0001, 'Jane has no money', exec_stmt_raise, class P0",
        "23514, 'Jane is not positive', exec_stmt_raise, class 23",
        "42601, 'syntax error at or near \"Jane\"', scanner_yyerror, class 42",
        "54000, 'Jane is too long', somewhere, larger than PostgreSQL allows"
    })
    void wordsThatMayQuoteDataAreLeftOut(String state, String message, String routine, String shown) {
        SQLException failure = server(state, message, routine, true);

        assertThat(ServerText.of(failure)).contains(shown, "the server's log").doesNotContain("Jane");
        SQLException clean = ServerText.cleaned(failure);
        assertThat(clean.getMessage()).contains(state).doesNotContain("Jane");
        assertThat(clean.getSQLState()).isEqualTo(state);
        assertThat(clean.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(SqlErrors.translate(failure, "an append"))
                .hasMessageNotContaining("Jane")
                .hasStackTraceContaining(state);
        assertThat(everythingOf(SqlErrors.translate(failure, "an append"))).doesNotContain("Jane");
    }

    @ParameterizedTest
    @CsvSource({
        "23505, duplicate key value violates unique constraint \"events_pkey\"",
        "42P01, relation \"bank.events\" does not exist",
        "28P01, password authentication failed for user \"app\"",
        "53100, could not extend file: No space left on device"
    })
    void namesOfTablesRolesAndConstraintsStayAndDetailsGo(String state, String message) {
        SQLException failure = server(state, message, "somewhere", true);

        assertThat(ServerText.of(failure)).isEqualTo(message);
        assertThat(ServerText.cleaned(failure).getMessage()).contains(message).doesNotContain("Jane");
    }

    @Test
    void aBatchDoesNotShowItsStatement() {
        SQLException failure = new BatchUpdateException(
                "Batch entry 0 INSERT INTO people VALUES ('Jane') was aborted", "23505", new int[0]);
        failure.setNextException(server("23505", "duplicate key", "somewhere", true));

        assertThat(everythingOf(ServerText.cleaned(failure))).doesNotContain("Jane");
    }

    @Test
    void whatQuotesNothingIsHandedOnAsItIs() {
        SQLException failure = new SQLTransientConnectionException(
                "pool - Connection is not available, request timed out after 250ms",
                server("53300", "sorry, too many clients already", "InitProcess", false));

        assertThat((Throwable) ServerText.cleaned(failure)).isSameAs(failure);
        assertThat(ServerText.of(failure)).isEqualTo("sorry, too many clients already");
    }

    @Test
    void aHostThatDoesNotExistIsNamed() {
        SQLException failure = new PSQLException(
                "The connection attempt failed.",
                PSQLState.CONNECTION_UNABLE_TO_CONNECT,
                new UnknownHostException("db1"));

        assertThat(ServerText.of(failure)).contains("the host name 'db1' cannot be resolved");
    }

    @Test
    void aTimeZoneThatTheServerDoesNotKnowIsNamedWithTheRemedy() {
        SQLException failure =
                server("22023", "invalid value for parameter \"TimeZone\": \"Mars/Base\"", "set_config_option", false);

        assertThat(ServerText.of(failure)).contains("-Duser.timezone=UTC", "time zone of this Java machine");
    }

    private static PSQLException server(String state, String message, String routine, boolean detailed) {
        String nul = "\0";
        String fields = "SERROR" + nul + "VERROR" + nul + "C" + state + nul + "M" + message + nul
                + (detailed ? "DKey (name)=(Jane) already exists." + nul + "WCOPY people: \"Jane\"" + nul : "")
                + "R" + routine + nul + nul;
        return new PSQLException(new ServerErrorMessage(fields), detailed);
    }

    private static String everythingOf(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
