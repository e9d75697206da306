package io.eventcore.examples.saga;

import io.eventcore.StoredEvent;
import io.eventcore.projections.Delivery;
import io.eventcore.projections.ExternalProjection;

/**
 * A process that dies at the worst moment: an event was handled, its command is stored, and the checkpoint has not moved. From
 * then on it does nothing any more, as a process that is dead.
 */
final class DyingProcess implements ExternalProjection<PurchaseEvent> {

    private final ExternalProjection<PurchaseEvent> process;
    private int left;

    /** @param events after how many events it dies, at least 1 */
    DyingProcess(ExternalProjection<PurchaseEvent> process, int events) {
        this.process = process;
        this.left = events;
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public void apply(StoredEvent<PurchaseEvent> event, Delivery delivery) throws Exception {
        if (left > 0) {
            process.apply(event, delivery);
            left--;
        }
        if (left == 0) {
            throw new IllegalStateException("The process died behind position " + event.position() + ".");
        }
    }
}
