package io.eventcore.projections;

import io.eventcore.EventType;

/** Events of another family than the tests' projection wants. */
sealed interface Invoice {
    @EventType("invoice-sent")
    record Sent(long cents) implements Invoice {}
}
