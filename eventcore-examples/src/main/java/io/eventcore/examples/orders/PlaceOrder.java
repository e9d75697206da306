package io.eventcore.examples.orders;

import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.orders.ShopEvent.Line;
import io.eventcore.examples.orders.ShopEvent.OrderPlaced;
import java.util.List;

/**
 * A customer wants something. Whether it is there is found out by {@link ReserveOrder}.
 *
 * @param order the order's stream
 * @param lines what the customer wants
 */
public record PlaceOrder(StreamId order, List<Line> lines) implements ShopCommand {

    /** Copies the list. */
    public PlaceOrder {
        lines = List.copyOf(lines);
    }

    @Override
    public Streams streams() {
        return Streams.of(order);
    }

    @Override
    public Writes<ShopEvent> handle(Shop shop) {
        require(shop.status() == Shop.Status.UNKNOWN, "the order was placed already");
        require(!lines.isEmpty(), "an order has at least one line");
        require(lines.stream().allMatch(line -> line.quantity() > 0), "a line is of at least one piece");
        require(lines.stream().map(Line::product).distinct().count() == lines.size(), "a product has one line");
        return Writes.to(order, new OrderPlaced(lines));
    }
}
