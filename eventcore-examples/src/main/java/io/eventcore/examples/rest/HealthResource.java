package io.eventcore.examples.rest;

import io.eventcore.postgres.HealthReport;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.projections.ProjectionStatus;
import io.eventcore.projections.ProjectionStatus.State;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** Tells a load balancer whether to send requests here. Problems are not named: they may hold host and user. */
final class HealthResource {

    private final Supplier<HealthReport> store;
    private final ProjectionRunner projection;

    HealthResource(Supplier<HealthReport> store, ProjectionRunner projection) {
        this.store = store;
        this.projection = projection;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/health", this::health);
    }

    private void health(Context response) {
        boolean healthy = store.get().healthy();
        ProjectionStatus status = projection.status();
        boolean projecting = status.state() == State.RUNNING || status.state() == State.STANDBY;
        response.status(healthy && projecting ? 200 : 503)
                .contentType("application/json")
                .result(JsonMapper.shared().writeValueAsBytes(new Health(healthy, projecting, status.lag())));
    }

    /** @param behind how many positions the read model is behind the log */
    private record Health(boolean store, boolean projection, long behind) {}
}
