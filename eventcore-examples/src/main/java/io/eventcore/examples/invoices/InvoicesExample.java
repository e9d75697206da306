package io.eventcore.examples.invoices;

import static io.eventcore.examples.invoices.IssueInvoice.COUNTER;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.examples.invoices.InvoiceEvent.Issued;
import io.eventcore.examples.invoices.InvoiceEvent.NumberTaken;
import io.eventcore.examples.story.Example;
import io.eventcore.examples.story.Story;
import io.eventcore.examples.story.Telling;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Sixty-four callers issue invoices at the same time, first with hot streams, then without. */
public final class InvoicesExample implements Example {

    private static final int CALLERS = 64;
    private static final int ORDERS_OF_EACH = 5;
    private static final int ORDERS = CALLERS * ORDERS_OF_EACH;

    /** Runs it alone. */
    public static void main(String[] arguments) throws Exception {
        System.exit(Telling.alone(new InvoicesExample()));
    }

    @Override
    public String name() {
        return "invoices";
    }

    @Override
    public String shows() {
        return "numbers 1 to n without a gap, from a stream that everybody writes to";
    }

    @Override
    public void tell(String url, Story story) throws Exception {
        PostgresConfig hot = PostgresConfig.of(url);
        try (EventStore store = PostgresEventStore.create(hot, EventTypes.of(InvoiceEvent.class))) {
            store.initialize();
            issueFromAllSides("with hot streams", store, "a", story);
            story.claimRefused(
                    "the order has an invoice",
                    () -> CommandExecutor.create(store).execute(new IssueInvoice("a0", 1_999)));
            story.claim("each order has one invoice", hasOneInvoiceEach(store, "a"));
            story.claim("the numbers are 1 to " + ORDERS + ", none missing, in order", areGapless(store, ORDERS));
        }
        PostgresConfig cold = PostgresConfig.builder(url).hotStreams(false).build();
        try (EventStore store = PostgresEventStore.create(cold, EventTypes.of(InvoiceEvent.class))) {
            issueFromAllSides("without them", store, "b", story);
            story.claim("the numbers go on to " + 2 * ORDERS + " without a gap", areGapless(store, 2L * ORDERS));
        }
    }

    private static void issueFromAllSides(String how, EventStore store, String prefix, Story story) throws Exception {
        CommandExecutor executor = CommandExecutor.create(store);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Callable<Integer>> calls = IntStream.range(0, ORDERS)
                    .<Callable<Integer>>mapToObj(i -> () -> executor.execute(new IssueInvoice(prefix + i, 1_999))
                            .attempts())
                    .toList();
            long start = System.nanoTime();
            int attempts = 0;
            for (Future<Integer> call : callers.invokeAll(calls)) {
                attempts += call.get();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            story.say(
                    "%d callers issue %,d invoices %s: %,d ms, %.2f attempts for each.",
                    CALLERS, ORDERS, how, took.toMillis(), (double) attempts / ORDERS);
        } finally {
            callers.shutdownNow();
        }
    }

    private static boolean hasOneInvoiceEach(EventStore store, String prefix) {
        return IntStream.range(0, ORDERS)
                .mapToObj(i -> store.read(IssueInvoice.invoiceOf(prefix + i)))
                .allMatch(events -> events.size() == 1 && events.get(0).payload() instanceof Issued);
    }

    private static boolean areGapless(EventStore store, long last) {
        List<Long> numbers = store.read(COUNTER).stream()
                .map(event -> ((NumberTaken) event.payload()).number())
                .toList();
        return numbers.equals(LongStream.rangeClosed(1, last).boxed().toList());
    }
}
