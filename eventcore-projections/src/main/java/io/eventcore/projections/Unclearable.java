package io.eventcore.projections;

/** A projection that cannot be emptied. */
final class Unclearable {

    private Unclearable() {}

    static UnsupportedOperationException of(Projection<?> projection) {
        return new UnsupportedOperationException("Projection '" + projection.name()
                + "' was reset, but does not say how its read model is emptied: override clear().");
    }
}
