package io.eventcore.bench.violations.internal;

/** What projections, and nobody else, may use. */
public record Shared() {}
