package io.eventcore.examples.orders;

import io.eventcore.StreamId;

/** How the streams of the shop are named. */
public final class ShopStreams {

    private ShopStreams() {}

    /** An order, by its number. */
    public static StreamId order(String number) {
        return StreamId.of("order-" + number);
    }

    /** A product, by its name. */
    public static StreamId product(String name) {
        return StreamId.of("product-" + name);
    }

    /** What there is of a product in a warehouse. */
    public static StreamId stock(String warehouse, String product) {
        return StreamId.of("stock-" + warehouse + "-" + product);
    }
}
