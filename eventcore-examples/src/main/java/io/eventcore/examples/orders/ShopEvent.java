package io.eventcore.examples.orders;

import io.eventcore.EventType;
import java.util.List;

/** What can happen in a shop. Each order, each product, and the stock of each product in each warehouse is a stream. */
public sealed interface ShopEvent {

    /**
     * A part of an order.
     *
     * @param product the product's name
     * @param quantity how many, positive
     */
    record Line(String product, int quantity) {}

    /**
     * In a product's stream: it is sold, and kept in a warehouse. A later event of this kind moves it to another one.
     *
     * @param warehouse the warehouse's name
     */
    @EventType("product-kept-in")
    record ProductKeptIn(String warehouse) implements ShopEvent {}

    /**
     * In a stock's stream: goods came in.
     *
     * @param quantity how many, positive
     */
    @EventType("stock-received")
    record StockReceived(int quantity) implements ShopEvent {}

    /**
     * In a stock's stream: goods are set aside.
     *
     * @param order the order's stream
     * @param quantity how many, positive
     */
    @EventType("stock-reserved")
    record StockReserved(String order, int quantity) implements ShopEvent {}

    /**
     * In a stock's stream: goods that were set aside can be sold again.
     *
     * @param order the order's stream
     * @param quantity how many, positive
     */
    @EventType("stock-released")
    record StockReleased(String order, int quantity) implements ShopEvent {}

    /**
     * In an order's stream: a customer wants these.
     *
     * @param lines at least one, each of another product
     */
    @EventType("order-placed")
    record OrderPlaced(List<Line> lines) implements ShopEvent {
        /** Copies the list. */
        public OrderPlaced {
            lines = List.copyOf(lines);
        }
    }

    /**
     * In an order's stream: its goods are set aside.
     *
     * @param stocks where: a stream for each line, in the order of the lines
     */
    @EventType("order-reserved")
    record OrderReserved(List<String> stocks) implements ShopEvent {
        /** Copies the list. */
        public OrderReserved {
            stocks = List.copyOf(stocks);
        }
    }

    /** In an order's stream: the customer does not want it any more. */
    @EventType("order-cancelled")
    record OrderCancelled() implements ShopEvent {}
}
