package io.eventcore.examples.orders;

import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.orders.ShopEvent.OrderReserved;
import io.eventcore.examples.orders.ShopEvent.StockReserved;
import java.util.List;

/**
 * Sets aside all that an order holds, or nothing. It knows the order alone, and finds the rest in two rounds: the order
 * names its products, each product names its warehouse, and product and warehouse name the stock. All of them are in the
 * boundary then: also a product that moves to another warehouse meanwhile makes it decide again.
 *
 * @param order the order's stream
 */
public record ReserveOrder(StreamId order) implements ShopCommand {

    @Override
    public Streams streams() {
        return Streams.of(order);
    }

    @Override
    public Streams discover(Shop shop) {
        return Streams.of(shop.knowsWarehouses() ? stocks(shop) : shop.products());
    }

    @Override
    public Writes<ShopEvent> handle(Shop shop) {
        require(shop.status() == Shop.Status.PLACED, "the order does not wait for its goods");
        require(shop.knowsWarehouses(), "a product is not sold");
        Writes<ShopEvent> writes = Writes.to(
                order,
                new OrderReserved(stocks(shop).stream().map(StreamId::value).toList()));
        for (ShopEvent.Line line : shop.lines()) {
            require(shop.has(line), "not enough " + line.product());
            writes = writes.and(shop.stockOf(line), new StockReserved(order.value(), line.quantity()));
        }
        return writes;
    }

    private static List<StreamId> stocks(Shop shop) {
        return shop.lines().stream().map(shop::stockOf).toList();
    }
}
