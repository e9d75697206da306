package io.eventcore.examples.invoices;

import io.eventcore.EventType;

/** What can happen to invoices. Each is a stream; one more stream counts them. */
public sealed interface InvoiceEvent {

    /**
     * In the counter's stream: a number is used.
     *
     * @param number the number, from 1
     */
    @EventType("invoice-number-taken")
    record NumberTaken(long number) implements InvoiceEvent {}

    /**
     * In the stream of an invoice: it exists.
     *
     * @param number its number
     * @param cents what is to be paid
     */
    @EventType("invoice-issued")
    record Issued(long number, long cents) implements InvoiceEvent {}
}
