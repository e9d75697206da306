package io.eventcore.examples.orders;

import io.eventcore.EventFold;
import io.eventcore.StreamId;
import io.eventcore.examples.orders.ShopEvent.Line;
import io.eventcore.examples.orders.ShopEvent.OrderCancelled;
import io.eventcore.examples.orders.ShopEvent.OrderPlaced;
import io.eventcore.examples.orders.ShopEvent.OrderReserved;
import io.eventcore.examples.orders.ShopEvent.ProductKeptIn;
import io.eventcore.examples.orders.ShopEvent.StockReceived;
import io.eventcore.examples.orders.ShopEvent.StockReleased;
import io.eventcore.examples.orders.ShopEvent.StockReserved;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command has read of the shop: an order, the products in it, and their stock. Immutable.
 *
 * @param status how far the order is
 * @param lines what is in the order
 * @param reservedIn the stock streams where its goods are set aside, one for each line; empty if they are not
 * @param warehouses the warehouse of each product that was read, by the product's stream
 * @param available how many can be sold, by the stock's stream
 */
record Shop(
        Status status,
        List<Line> lines,
        List<String> reservedIn,
        Map<StreamId, String> warehouses,
        Map<StreamId, Integer> available) {

    /** How far an order is. */
    enum Status {
        UNKNOWN,
        PLACED,
        RESERVED,
        CANCELLED
    }

    /** Nothing was read. */
    static final Shop EMPTY = new Shop(Status.UNKNOWN, List.of(), List.of(), Map.of(), Map.of());

    /** How events change what is known. */
    static final EventFold<Shop, ShopEvent> FOLD = EventFold.<Shop, ShopEvent>over(ShopEvent.class)
            .on(
                    OrderPlaced.class,
                    (shop, event) ->
                            shop.withOrder(Status.PLACED, event.payload().lines(), List.of()))
            .on(
                    OrderReserved.class,
                    (shop, event) -> shop.withOrder(
                            Status.RESERVED, shop.lines, event.payload().stocks()))
            .on(OrderCancelled.class, (shop, event) -> shop.withOrder(Status.CANCELLED, shop.lines, List.of()))
            .on(
                    ProductKeptIn.class,
                    (shop, event) ->
                            shop.withWarehouse(event.stream(), event.payload().warehouse()))
            .on(
                    StockReceived.class,
                    (shop, event) ->
                            shop.withStock(event.stream(), event.payload().quantity()))
            .on(
                    StockReserved.class,
                    (shop, event) ->
                            shop.withStock(event.stream(), -event.payload().quantity()))
            .on(
                    StockReleased.class,
                    (shop, event) ->
                            shop.withStock(event.stream(), event.payload().quantity()))
            .build();

    /** Copies the collections. */
    Shop {
        lines = List.copyOf(lines);
        reservedIn = List.copyOf(reservedIn);
        warehouses = Map.copyOf(warehouses);
        available = Map.copyOf(available);
    }

    /** The products of the order. */
    List<StreamId> products() {
        return lines.stream().map(line -> ShopStreams.product(line.product())).toList();
    }

    /** Whether it is known where each product of the order is kept. */
    boolean knowsWarehouses() {
        return warehouses.keySet().containsAll(products());
    }

    /** The stock of the product of a line, where it is kept now. */
    StreamId stockOf(Line line) {
        String warehouse = warehouses.getOrDefault(ShopStreams.product(line.product()), "");
        return ShopStreams.stock(warehouse, line.product());
    }

    boolean has(Line line) {
        return available.getOrDefault(stockOf(line), 0) >= line.quantity();
    }

    private Shop withOrder(Status newStatus, List<Line> newLines, List<String> stocks) {
        return new Shop(newStatus, newLines, stocks, warehouses, available);
    }

    private Shop withWarehouse(StreamId product, String warehouse) {
        Map<StreamId, String> changed = new HashMap<>(warehouses);
        changed.put(product, warehouse);
        return new Shop(status, lines, reservedIn, changed, available);
    }

    private Shop withStock(StreamId stock, int change) {
        Map<StreamId, Integer> changed = new HashMap<>(available);
        changed.merge(stock, change, Integer::sum);
        return new Shop(status, lines, reservedIn, warehouses, changed);
    }
}
