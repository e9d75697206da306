package io.eventcore.examples.saga;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Stands in for the services of others: the name of a purchase says what comes of it. Thread-safe. */
final class PretendServices implements PaymentService, ShippingService {

    private final Map<UUID, Answer> charges = new ConcurrentHashMap<>();
    private final Map<UUID, String> refunds = new ConcurrentHashMap<>();
    private final Map<UUID, Boolean> parcels = new ConcurrentHashMap<>();
    private final LongAdder calls = new LongAdder();

    @Override
    public Answer charge(UUID key, String purchase, long cents) {
        calls.increment();
        return charges.computeIfAbsent(key, first -> answer(purchase));
    }

    private static Answer answer(String purchase) {
        if (purchase.contains("poor")) {
            return new Answer.Refused();
        }
        return purchase.contains("slow") ? new Answer.Pending() : new Answer.Accepted("payment-of-" + purchase);
    }

    @Override
    public void refund(UUID key, String payment) {
        calls.increment();
        refunds.put(key, payment);
    }

    @Override
    public boolean ship(UUID key, String purchase) {
        calls.increment();
        return parcels.computeIfAbsent(key, first -> !purchase.contains("remote"));
    }

    /** How many calls there were, repeated ones included. */
    long calls() {
        return calls.sum();
    }

    /** How many payments were accepted. */
    long payments() {
        return charges.values().stream()
                .filter(Answer.Accepted.class::isInstance)
                .count();
    }

    /** How many payments were given back. */
    int refunds() {
        return refunds.size();
    }

    /** How many parcels were sent. */
    long parcels() {
        return parcels.values().stream().filter(sent -> sent).count();
    }
}
