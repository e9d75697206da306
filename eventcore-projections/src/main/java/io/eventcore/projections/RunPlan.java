package io.eventcore.projections;

import io.eventcore.ProjectionStore;

/**
 * What one run needs to work on its segments.
 *
 * @param projection the user's projection; payloads of other families are never handed to it
 * @param wanted which events it wants
 * @param store where the checkpoints are
 * @param feed what is read
 * @param ridesOutOutages whether an outage of the storage is waited for, or ends the run
 * @param target the position at which a run that only catches up has done enough; {@link Long#MAX_VALUE} for one that
 *     goes on
 */
record RunPlan(
        Projection<Object> projection,
        WantedEvents wanted,
        ProjectionStore store,
        SharedFeed feed,
        ProjectionConfig config,
        RunState state,
        ProjectionTelemetry telemetry,
        boolean ridesOutOutages,
        long target) {}
