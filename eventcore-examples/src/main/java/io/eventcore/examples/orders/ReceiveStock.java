package io.eventcore.examples.orders;

import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.orders.ShopEvent.StockReceived;

/**
 * Goods came into a warehouse.
 *
 * @param warehouse the warehouse's name
 * @param product the product's name
 * @param quantity how many
 */
public record ReceiveStock(String warehouse, String product, int quantity) implements ShopCommand {

    @Override
    public Streams streams() {
        return Streams.of(ShopStreams.stock(warehouse, product));
    }

    @Override
    public Writes<ShopEvent> handle(Shop shop) {
        require(quantity > 0, "nothing came in");
        return Writes.to(ShopStreams.stock(warehouse, product), new StockReceived(quantity));
    }
}
