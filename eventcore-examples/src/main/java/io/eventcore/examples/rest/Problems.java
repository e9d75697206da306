package io.eventcore.examples.rest;

import io.eventcore.CommandRejectedException;
import io.eventcore.DeadlineExceededException;
import io.eventcore.EventCoreException;
import io.eventcore.OverloadedException;
import io.eventcore.QueryTimeoutException;
import io.eventcore.StoreClosedException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.VersionConflictException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.sql.SQLException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients are told when a request fails. Which exceptions there are, and what each means, says EventCore. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    static void addTo(RoutesConfig routes) {
        routes.exception(
                InvalidRequestException.class,
                (e, response) -> new Problem(
                                "The request is not valid", 400, "Put right what the errors name.", e.errors())
                        .answer(response));
        routes.exception(
                HttpResponseException.class,
                (e, response) -> Problem.of(
                                e.getStatus(),
                                "The request cannot be served",
                                Objects.requireNonNullElse(e.getMessage(), ""))
                        .answer(response));
        routes.exception(
                CommandRejectedException.class,
                (e, response) ->
                        Problem.of(422, "The request was refused", e.reason()).answer(response));

        routes.exception(OverloadedException.class, (e, response) -> tryLater(response, "Too much is under way."));
        routes.exception(VersionConflictException.class, (e, response) -> tryLater(response, "Others were faster."));
        routes.exception(StoreUnavailableException.class, (e, response) -> tryLater(response, "The store is away."));
        routes.exception(StoreClosedException.class, (e, response) -> tryLater(response, "The service ends."));
        routes.exception(SQLException.class, (e, response) -> {
            LOG.warn("The read model cannot be read", e);
            tryLater(response, "The read model is away.");
        });

        routes.exception(DeadlineExceededException.class, (e, response) -> tooLate(response));
        routes.exception(QueryTimeoutException.class, (e, response) -> tooLate(response));
        routes.exception(UnknownOutcomeException.class, (e, response) -> tooLate(response));

        routes.exception(EventCoreException.class, Problems::defect);
        routes.exception(Exception.class, Problems::defect);
    }

    /** Nothing has happened, and the same request may succeed soon. */
    private static void tryLater(Context response, String detail) {
        Problem.of(503, "Not now", detail).answerForNow(response);
    }

    private static void tooLate(Context response) {
        Problem.of(
                        504,
                        "It took too long",
                        "It may have happened. Send it again with the same " + RequestOptions.IDEMPOTENCY_KEY
                                + ": then it happens once.")
                .answer(response);
    }

    private static void defect(Exception failure, Context response) {
        LOG.error("{} {} failed", response.method(), response.path(), failure);
        Problem.of(500, "A defect of the service", "It was noted.").answer(response);
    }
}
