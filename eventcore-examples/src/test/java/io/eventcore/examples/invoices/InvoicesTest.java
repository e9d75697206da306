package io.eventcore.examples.invoices;

import static io.eventcore.examples.invoices.IssueInvoice.COUNTER;
import static io.eventcore.examples.invoices.IssueInvoice.NUMBER;
import static io.eventcore.examples.invoices.IssueInvoice.invoiceOf;

import io.eventcore.Writes;
import io.eventcore.examples.invoices.InvoiceEvent.Issued;
import io.eventcore.examples.invoices.InvoiceEvent.NumberTaken;
import io.eventcore.testkit.Scenario;
import org.junit.jupiter.api.Test;

class InvoicesTest {

    private static final Scenario NOTHING = Scenario.of(InvoiceEvent.class);
    private static final Scenario ONE = NOTHING.givenCommand(new IssueInvoice("4711", 1_999));

    @Test
    void theFirstInvoiceHasTheNumberOne() {
        NOTHING.when(new IssueInvoice("4711", 1_999))
                .then(Writes.to(COUNTER, new NumberTaken(1)).and(invoiceOf("4711"), new Issued(1, 1_999)))
                .thenStreams(COUNTER, invoiceOf("4711"));
    }

    @Test
    void theNextInvoiceHasTheNextNumber() {
        ONE.when(new IssueInvoice("4712", 100))
                .then(Writes.to(COUNTER, new NumberTaken(2)).and(invoiceOf("4712"), new Issued(2, 100)))
                .thenState(NUMBER, COUNTER, 2L);
    }

    @Test
    void anOrderHasOneInvoiceAndTheSecondTakesNoNumber() {
        ONE.when(new IssueInvoice("4711", 1_999))
                .thenRejected("the order has an invoice")
                .thenState(NUMBER, COUNTER, 1L);
    }

    @Test
    void anInvoiceOfNothingTakesNoNumber() {
        ONE.when(new IssueInvoice("4712", 0))
                .thenRejected("an invoice is about money")
                .thenState(NUMBER, COUNTER, 1L);
    }
}
