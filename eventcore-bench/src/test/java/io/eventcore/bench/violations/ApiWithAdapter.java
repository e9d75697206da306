package io.eventcore.bench.violations;

import io.eventcore.bench.violations.postgres.Adapter;

/** An API that knows an adapter, which knows the API. */
public record ApiWithAdapter(Adapter adapter) {}
