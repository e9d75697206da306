package io.eventcore.bench.violations.projections;

import io.eventcore.bench.violations.internal.Shared;
import io.eventcore.bench.violations.postgres.Adapter;

/** A projection that knows an adapter. Its use of the API's internals is allowed. */
record ProjectionWithAdapter(Adapter adapter, Shared shared) {}
