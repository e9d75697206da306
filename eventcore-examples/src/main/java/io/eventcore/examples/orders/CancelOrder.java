package io.eventcore.examples.orders;

import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.orders.ShopEvent.OrderCancelled;
import io.eventcore.examples.orders.ShopEvent.StockReleased;

/**
 * The customer does not want an order any more. What was set aside for it goes back where it was taken from, wherever the
 * product is kept by now: the order says where.
 *
 * @param order the order's stream
 */
public record CancelOrder(StreamId order) implements ShopCommand {

    @Override
    public Streams streams() {
        return Streams.of(order);
    }

    @Override
    public Streams discover(Shop shop) {
        return Streams.of(shop.reservedIn().stream().map(StreamId::of).toList());
    }

    @Override
    public Writes<ShopEvent> handle(Shop shop) {
        require(shop.status() != Shop.Status.UNKNOWN, "there is no such order");
        if (shop.status() == Shop.Status.CANCELLED) {
            return Writes.none();
        }
        Writes<ShopEvent> writes = Writes.to(order, new OrderCancelled());
        for (int i = 0; i < shop.reservedIn().size(); i++) {
            writes = writes.and(
                    StreamId.of(shop.reservedIn().get(i)),
                    new StockReleased(order.value(), shop.lines().get(i).quantity()));
        }
        return writes;
    }
}
