package io.eventcore.projections;

import io.eventcore.internal.TypeArguments;

/** What {@code E} is for a class of projections. */
final class ProjectionEventType {

    static final TypeArguments OF = new TypeArguments(Projection.class, 0);

    private ProjectionEventType() {}
}
