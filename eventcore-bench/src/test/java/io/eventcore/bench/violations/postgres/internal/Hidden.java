package io.eventcore.bench.violations.postgres.internal;

/** A class that no other module may see. */
public record Hidden() {}
