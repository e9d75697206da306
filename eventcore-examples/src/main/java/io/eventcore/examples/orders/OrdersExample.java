package io.eventcore.examples.orders;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.StreamId;
import io.eventcore.examples.orders.ShopEvent.Line;
import io.eventcore.examples.story.AtOnce;
import io.eventcore.examples.story.Example;
import io.eventcore.examples.story.Story;
import io.eventcore.examples.story.Telling;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import java.util.List;
import java.util.stream.IntStream;

/** Forty customers want the same few lamps and chairs, while the lamps move to another warehouse. */
public final class OrdersExample implements Example {

    private static final StreamId LAMPS_IN_OSLO = ShopStreams.stock("oslo", "lamp");
    private static final StreamId CHAIRS_IN_OSLO = ShopStreams.stock("oslo", "chair");
    private static final StreamId LAMPS_IN_ROME = ShopStreams.stock("rome", "lamp");
    private static final int ORDERS = 40;

    /** Runs it alone. */
    public static void main(String[] arguments) throws Exception {
        System.exit(Telling.alone(new OrdersExample()));
    }

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public String shows() {
        return "a command finds its streams while it reads: order, products, stock";
    }

    @Override
    public void tell(String url, Story story) {
        try (EventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(ShopEvent.class))) {
            store.initialize();
            CommandExecutor executor = CommandExecutor.create(store);
            fillTheWarehouses(executor);
            List<StreamId> orders = placeOrders(executor);

            reserve(executor, store, orders, story);
            moveTheLamps(executor, store, orders, story);
            cancel(executor, store, orders, story);
        }
    }

    private static void fillTheWarehouses(CommandExecutor executor) {
        executor.execute(new KeepProduct("lamp", "oslo"));
        executor.execute(new KeepProduct("chair", "oslo"));
        executor.execute(new ReceiveStock("oslo", "lamp", 10));
        executor.execute(new ReceiveStock("oslo", "chair", 30));
        executor.execute(new ReceiveStock("rome", "lamp", 5));
    }

    private static List<StreamId> placeOrders(CommandExecutor executor) {
        List<StreamId> orders = IntStream.range(0, ORDERS)
                .mapToObj(i -> ShopStreams.order(Integer.toString(i)))
                .toList();
        orders.forEach(order ->
                executor.execute(new PlaceOrder(order, List.of(new Line("lamp", 1), new Line("chair", 2)))));
        return orders;
    }

    private static void reserve(CommandExecutor executor, EventStore store, List<StreamId> orders, Story story) {
        AtOnce outcome =
                AtOnce.execute(executor, orders.stream().map(ReserveOrder::new).toList());
        story.say(
                "%d orders of a lamp and two chairs are reserved at once, from 10 lamps and 30 chairs: %d got them, %s.",
                ORDERS, outcome.done().size(), outcome.refusals());
        story.claim(
                "every lamp is set aside, once",
                available(store, LAMPS_IN_OSLO) == 0 && outcome.done().size() == 10);
        story.claim("who got no lamp got no chairs either", available(store, CHAIRS_IN_OSLO) == 10);
    }

    private static void moveTheLamps(CommandExecutor executor, EventStore store, List<StreamId> orders, Story story) {
        executor.execute(new KeepProduct("lamp", "rome"));
        AtOnce outcome = AtOnce.execute(
                executor,
                orders.stream()
                        .filter(order -> waits(store, order))
                        .map(ReserveOrder::new)
                        .toList());
        story.say(
                "Lamps are kept in Rome now, where there are 5: %d more orders got theirs.",
                outcome.done().size());
        story.claim(
                "they came from Rome",
                outcome.done().size() == 5
                        && available(store, LAMPS_IN_ROME) == 0
                        && available(store, CHAIRS_IN_OSLO) == 0);
    }

    private static void cancel(CommandExecutor executor, EventStore store, List<StreamId> orders, Story story) {
        orders.forEach(order -> executor.execute(new CancelOrder(order)));
        story.claim(
                "all orders are cancelled, and all goods are back where they were taken",
                available(store, LAMPS_IN_OSLO) == 10
                        && available(store, LAMPS_IN_ROME) == 5
                        && available(store, CHAIRS_IN_OSLO) == 30);
    }

    private static boolean waits(EventStore store, StreamId order) {
        return fold(store, order).status() == Shop.Status.PLACED;
    }

    private static int available(EventStore store, StreamId stock) {
        return fold(store, stock).available().getOrDefault(stock, 0);
    }

    private static Shop fold(EventStore store, StreamId stream) {
        Shop shop = Shop.EMPTY;
        for (var event : store.read(stream)) {
            shop = Shop.FOLD.apply(shop, event.as(ShopEvent.class));
        }
        return shop;
    }
}
