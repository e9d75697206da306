package io.eventcore.examples.rest;

import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.ExecutionResult;
import io.eventcore.examples.bank.Deposit;
import io.eventcore.examples.bank.OpenAccount;
import io.eventcore.examples.bank.Transfer;
import io.eventcore.projections.ProjectionRunner;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/** Accounts over HTTP: requests become commands, and the balance comes from the read model. */
final class AccountsResource {

    /** In answers to writes: where in the log the write is. In reads: show at least what was there. */
    static final String POSITION = "Position";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final CommandExecutor executor;
    private final RequestOptions options;
    private final ProjectionRunner projection;
    private final BalanceTable balances;

    AccountsResource(
            CommandExecutor executor, RequestOptions options, ProjectionRunner projection, BalanceTable balances) {
        this.executor = executor;
        this.options = options;
        this.projection = projection;
        this.balances = balances;
    }

    void addTo(RoutesConfig routes) {
        routes.post("/accounts", this::open);
        routes.post("/accounts/{account}/deposits", this::deposit);
        routes.post("/transfers", this::transfer);
        routes.get("/accounts/{account}", this::balance);
    }

    private void open(Context request) {
        JsonRequest body = JsonRequest.of(request.bodyAsBytes());
        String account = body.accountName("account");
        String owner = body.text("owner");
        long cents = body.cents("cents");
        body.check();
        execute(request, new OpenAccount(JsonRequest.account(account), owner, cents));
        request.header("Location", "/accounts/" + account);
    }

    private void deposit(Context request) {
        String account = account(request);
        JsonRequest body = JsonRequest.of(request.bodyAsBytes());
        long cents = body.cents("cents");
        body.check();
        execute(request, new Deposit(JsonRequest.account(account), cents));
    }

    private void transfer(Context request) {
        JsonRequest body = JsonRequest.of(request.bodyAsBytes());
        String from = body.accountName("from");
        String to = body.accountName("to");
        long cents = body.cents("cents");
        body.require(!from.equals(to), "to", "is the same account as from");
        body.check();
        execute(request, new Transfer(JsonRequest.account(from), JsonRequest.account(to), cents));
    }

    private void execute(Context request, Command<?, ?> command) {
        ExecutionResult result = executor.execute(command, options.of(request));
        request.header(POSITION, Long.toString(result.position()));
        answer(request, 201, new Written(result.position(), result.repeated()));
    }

    private void balance(Context request) throws SQLException {
        String account = account(request);
        long position = position(request);
        if (position > 0 && !projection.awaitPosition(position, LONGEST_WAIT)) {
            Problem.of(503, "Not now", "The read model has not come so far yet.")
                    .answerForNow(request);
            return;
        }
        OptionalLong cents = balances.cents(JsonRequest.account(account).value());
        if (cents.isEmpty()) {
            Problem.of(404, "Not found", "There is no account '" + account + "'.")
                    .answer(request);
            return;
        }
        answer(request, 200, new Balance(account, cents.getAsLong()));
    }

    private static String account(Context request) {
        String account = request.pathParam("account");
        if (!JsonRequest.isAccount(account)) {
            throw new InvalidRequestException(Map.of("account", "has 1 to 50 lower case letters, digits and hyphens"));
        }
        return account;
    }

    private static long position(Context request) {
        try {
            return Optional.ofNullable(request.header(POSITION))
                    .map(Long::parseLong)
                    .orElse(0L);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(Map.of(POSITION, "is the number that a write has answered"));
        }
    }

    private static void answer(Context response, int status, Object body) {
        response.status(status)
                .contentType("application/json")
                .result(JsonMapper.shared().writeValueAsBytes(body));
    }

    /**
     * The answer to a write.
     *
     * @param position where its last event is in the log
     * @param repeated whether it had been carried out before
     */
    private record Written(long position, boolean repeated) {}

    /** The answer to a read. */
    private record Balance(String account, long cents) {}
}
