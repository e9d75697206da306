package io.eventcore.examples.orders;

import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.orders.ShopEvent.ProductKeptIn;

/**
 * Says in which warehouse a product is kept, now and until it is said again.
 *
 * @param product the product's name
 * @param warehouse the warehouse's name
 */
public record KeepProduct(String product, String warehouse) implements ShopCommand {

    @Override
    public Streams streams() {
        return Streams.of(ShopStreams.product(product));
    }

    @Override
    public Writes<ShopEvent> handle(Shop shop) {
        return Writes.to(ShopStreams.product(product), new ProductKeptIn(warehouse));
    }
}
