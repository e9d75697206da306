package io.eventcore.examples.gallery;

import io.eventcore.examples.bank.BankExample;
import io.eventcore.examples.courses.CoursesExample;
import io.eventcore.examples.invoices.InvoicesExample;
import io.eventcore.examples.orders.OrdersExample;
import io.eventcore.examples.rebuild.RebuildExample;
import io.eventcore.examples.rest.RestExample;
import io.eventcore.examples.saga.SagaExample;
import io.eventcore.examples.story.Example;
import io.eventcore.examples.upcast.UpcastExample;
import io.eventcore.examples.usernames.UsernamesExample;
import java.util.List;

/** All examples, in the order in which they are best read. */
final class Gallery {

    private Gallery() {}

    static List<Example> all() {
        return List.of(
                new BankExample(),
                new CoursesExample(),
                new OrdersExample(),
                new UsernamesExample(),
                new InvoicesExample(),
                new RebuildExample(),
                new UpcastExample(),
                new RestExample(),
                new SagaExample());
    }
}
