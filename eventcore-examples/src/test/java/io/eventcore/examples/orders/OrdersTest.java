package io.eventcore.examples.orders;

import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import io.eventcore.Writes;
import io.eventcore.examples.orders.ShopEvent.Line;
import io.eventcore.examples.orders.ShopEvent.OrderCancelled;
import io.eventcore.examples.orders.ShopEvent.OrderPlaced;
import io.eventcore.examples.orders.ShopEvent.OrderReserved;
import io.eventcore.examples.orders.ShopEvent.StockReleased;
import io.eventcore.examples.orders.ShopEvent.StockReserved;
import io.eventcore.testkit.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrdersTest {

    private static final StreamId ORDER = ShopStreams.order("4711");
    private static final StreamId LAMP = ShopStreams.product("lamp");
    private static final StreamId CHAIR = ShopStreams.product("chair");
    private static final StreamId LAMPS = ShopStreams.stock("oslo", "lamp");
    private static final StreamId CHAIRS = ShopStreams.stock("rome", "chair");
    private static final List<Line> LINES = List.of(new Line("lamp", 1), new Line("chair", 2));

    private static final Scenario SHOP = Scenario.of(ShopEvent.class)
            .givenCommand(new KeepProduct("lamp", "oslo"))
            .givenCommand(new KeepProduct("chair", "rome"));
    private static final Scenario PLACED = SHOP.givenCommand(new ReceiveStock("oslo", "lamp", 1))
            .givenCommand(new ReceiveStock("rome", "chair", 2))
            .givenCommand(new PlaceOrder(ORDER, LINES));
    private static final Scenario RESERVED = PLACED.givenCommand(new ReserveOrder(ORDER));

    @Test
    void anOrderIsPlacedOnce() {
        SHOP.when(new PlaceOrder(ORDER, LINES)).then(Writes.to(ORDER, new OrderPlaced(LINES)));
        PLACED.when(new PlaceOrder(ORDER, LINES)).thenRejected("the order was placed already");
    }

    @Test
    void anOrderThatMakesNoSenseIsRefused() {
        SHOP.when(new PlaceOrder(ORDER, List.of())).thenRejected("an order has at least one line");
        SHOP.when(new PlaceOrder(ORDER, List.of(new Line("lamp", 0)))).thenRejected("a line is of at least one piece");
        SHOP.when(new PlaceOrder(ORDER, List.of(new Line("lamp", 1), new Line("lamp", 2))))
                .thenRejected("a product has one line");
    }

    @Test
    void reservingFindsProductsAndStockInTwoRounds() {
        PLACED.when(new ReserveOrder(ORDER))
                .then(Writes.to(ORDER, new OrderReserved(List.of(LAMPS.value(), CHAIRS.value())))
                        .and(LAMPS, new StockReserved(ORDER.value(), 1))
                        .and(CHAIRS, new StockReserved(ORDER.value(), 2)))
                .thenStreams(ORDER, LAMP, CHAIR, LAMPS, CHAIRS);
    }

    @Test
    void anOrderIsReservedAsAWholeOrNotAtAll() {
        SHOP.givenCommand(new ReceiveStock("oslo", "lamp", 1))
                .givenCommand(new ReceiveStock("rome", "chair", 1))
                .givenCommand(new PlaceOrder(ORDER, LINES))
                .when(new ReserveOrder(ORDER))
                .thenRejected("not enough chair");
    }

    @Test
    void noPieceIsPromisedTwice() {
        StreamId other = ShopStreams.order("4712");
        RESERVED.givenCommand(new PlaceOrder(other, LINES))
                .when(new ReserveOrder(other))
                .thenRejected("not enough lamp");
    }

    @Test
    void aDiscoveredStockThatMovesAtTheLastMomentIsAConflict() {
        PLACED.withStore(store -> new InBetween(store, new ReceiveStock("rome", "chair", 1)))
                .when(new ReserveOrder(ORDER))
                .thenFailed(VersionConflictException.class);
    }

    @Test
    void aDiscoveredProductThatMovesToAnotherWarehouseIsAConflict() {
        PLACED.withStore(store -> new InBetween(store, new KeepProduct("chair", "oslo")))
                .when(new ReserveOrder(ORDER))
                .thenFailed(VersionConflictException.class);
    }

    @Test
    void whatIsOutsideOfTheBoundaryMayMove() {
        PLACED.withStore(store -> new InBetween(store, new ReceiveStock("oslo", "chair", 1)))
                .when(new ReserveOrder(ORDER))
                .thenStreams(ORDER, LAMP, CHAIR, LAMPS, CHAIRS)
                .and();
    }

    @Test
    void whatCannotBeReservedIsRefused() {
        SHOP.when(new ReserveOrder(ORDER)).thenRejected("the order does not wait for its goods");
        RESERVED.when(new ReserveOrder(ORDER)).thenRejected("the order does not wait for its goods");
        SHOP.givenCommand(new PlaceOrder(ORDER, List.of(new Line("sofa", 1))))
                .when(new ReserveOrder(ORDER))
                .thenRejected("a product is not sold");
    }

    @Test
    void cancellingGivesTheGoodsBackWhereTheyWereTaken() {
        RESERVED.givenCommand(new KeepProduct("chair", "oslo"))
                .when(new CancelOrder(ORDER))
                .then(Writes.to(ORDER, new OrderCancelled())
                        .and(LAMPS, new StockReleased(ORDER.value(), 1))
                        .and(CHAIRS, new StockReleased(ORDER.value(), 2)))
                .thenStreams(ORDER, LAMPS, CHAIRS)
                .and()
                .when(new CancelOrder(ORDER))
                .thenNothing();
    }

    @Test
    void cancellingAnOrderWithoutGoodsMovesNoStock() {
        PLACED.when(new CancelOrder(ORDER)).then(Writes.to(ORDER, new OrderCancelled()));
        SHOP.when(new CancelOrder(ORDER)).thenRejected("there is no such order");
    }
}
