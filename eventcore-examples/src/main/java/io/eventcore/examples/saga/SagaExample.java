package io.eventcore.examples.saga;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.ProjectionFailedException;
import io.eventcore.StreamId;
import io.eventcore.examples.story.Example;
import io.eventcore.examples.story.Story;
import io.eventcore.examples.story.Telling;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.ExternalProjection;
import io.eventcore.projections.FailurePolicy;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Four purchases: one goes well, one is not paid, one cannot be delivered, one is paid too late. And a crash. */
public final class SagaExample implements Example {

    private static final StreamId GOOD = StreamId.of("purchase-good");
    private static final StreamId POOR = StreamId.of("purchase-poor");
    private static final StreamId REMOTE = StreamId.of("purchase-remote");
    private static final StreamId SLOW = StreamId.of("purchase-slow");
    private static final Instant PAY_BY = Instant.parse("2026-01-12T12:00:00Z");

    private final PretendServices services = new PretendServices();

    /** Runs it alone. */
    public static void main(String[] arguments) throws Exception {
        System.exit(Telling.alone(new SagaExample()));
    }

    @Override
    public String name() {
        return "saga";
    }

    @Override
    public String shows() {
        return "a process of days: payment, shipping, time-out, refund, and a crash in the middle";
    }

    @Override
    public void tell(String url, Story story) {
        placeAndDie(url, story);
        goOn(url, story);
    }

    private void placeAndDie(String url, Story story) {
        try (EventStore store = open(url)) {
            store.initialize();
            CommandExecutor executor = CommandExecutor.create(store);
            for (StreamId purchase : List.of(GOOD, POOR, REMOTE, SLOW)) {
                executor.execute(new PlacePurchase(purchase, 1_999, PAY_BY));
            }
            FulfilmentProcess process = new FulfilmentProcess(executor, services, services);
            story.claim("the process dies", dies(store, new DyingProcess(process, 1)));
            story.say("It has taken the first payment and stored that, and its checkpoint has not moved.");
            show(store, GOOD, story);
        }
    }

    private void goOn(String url, Story story) {
        try (EventStore store = open(url)) {
            CommandExecutor executor = CommandExecutor.create(store);
            long before = services.calls();
            settle(store, executor);
            story.say("It starts again, and meets the first event again: %d more calls.", services.calls() - before);
            story.claim("nobody has paid twice", services.payments() == 2 && count(store, GOOD) == 3);
            show(store, GOOD, story);
            show(store, POOR, story);
            show(store, REMOTE, story);
            story.claim("one parcel was sent, and who gets none has the money back", isFair(1));

            new Deadlines(store, executor).check(PAY_BY.minus(Duration.ofDays(1)));
            story.claim("a day before its deadline, a purchase still waits", count(store, SLOW) == 1);
            new Deadlines(store, executor).check(PAY_BY);
            executor.execute(new ConfirmPayment(SLOW, "payment-of-purchase-slow"));
            settle(store, executor);
            show(store, SLOW, story);
            story.claim("money that came too late went back", isFair(2));
        }
    }

    private boolean isFair(int refunds) {
        return services.parcels() == 1 && services.refunds() == refunds;
    }

    /** A failure of the process stops the runner at once, as its death would. */
    private static boolean dies(EventStore store, ExternalProjection<PurchaseEvent> process) {
        ProjectionConfig config = ProjectionConfig.defaults()
                .withFailurePolicy(FailurePolicy.stop().withAttempts(1));
        try {
            new ProjectionRunner(store, process, config).runUntilCaughtUp();
            return false;
        } catch (ProjectionFailedException death) {
            return true;
        }
    }

    /** Runs the process until nothing follows from what it did. An application calls {@code runContinuous()} instead. */
    private void settle(EventStore store, CommandExecutor executor) {
        ProjectionRunner runner = new ProjectionRunner(store, new FulfilmentProcess(executor, services, services));
        while (runner.runUntilCaughtUp() < store.feed().head()) {
            // its own commands have appended more
        }
    }

    private static EventStore open(String url) {
        return PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(PurchaseEvent.class));
    }

    private static int count(EventStore store, StreamId purchase) {
        return store.read(purchase).size();
    }

    private static void show(EventStore store, StreamId purchase, Story story) {
        story.say(
                "%s: %s",
                purchase,
                store.read(purchase).stream().map(event -> event.type()).toList());
    }
}
