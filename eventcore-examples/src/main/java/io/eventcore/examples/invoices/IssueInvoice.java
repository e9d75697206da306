package io.eventcore.examples.invoices;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.invoices.InvoiceEvent.Issued;
import io.eventcore.examples.invoices.InvoiceEvent.NumberTaken;

/**
 * Issues the invoice of an order, under the next number. The number is taken and the invoice is issued together, or neither,
 * so no number is lost.
 *
 * @param order what is paid for; it has one invoice at most
 * @param cents what is to be paid
 */
public record IssueInvoice(String order, long cents) implements StreamCommand<Long, InvoiceEvent> {

    /** Counts the invoices. Every invoice writes to it. */
    public static final StreamId COUNTER = StreamId.of("invoice-counter");

    /** The number that a stream holds: in the counter the last one that was taken, in an invoice its own; 0 if none. */
    public static final StreamFold<Long, InvoiceEvent> NUMBER = StreamFold.over(InvoiceEvent.class, 0L)
            .on(NumberTaken.class, (number, event) -> event.number())
            .on(Issued.class, (number, event) -> event.number())
            .build();

    /** The stream of the invoice of an order. */
    public static StreamId invoiceOf(String order) {
        return StreamId.of("invoice-of-" + order);
    }

    @Override
    public Streams streams() {
        return Streams.of(COUNTER, invoiceOf(order));
    }

    @Override
    public StreamFold<Long, InvoiceEvent> fold() {
        return NUMBER;
    }

    @Override
    public Writes<InvoiceEvent> handle(StreamStates<Long> numbers) {
        require(cents > 0, "an invoice is about money");
        require(numbers.of(invoiceOf(order)) == 0, "the order has an invoice");
        long next = numbers.of(COUNTER) + 1;
        return Writes.to(COUNTER, new NumberTaken(next)).and(invoiceOf(order), new Issued(next, cents));
    }
}
