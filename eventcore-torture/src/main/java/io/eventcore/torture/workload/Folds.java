package io.eventcore.torture.workload;

import io.eventcore.Snapshots;
import io.eventcore.StreamFold;
import io.eventcore.torture.events.TortureEvent;
import io.eventcore.torture.history.Sight;
import java.util.List;

/** Several folds over the same streams. Each makes of a stream what a decision then says that it has seen. */
final class Folds {

    private static final StreamFold<Sight, TortureEvent> PLAIN = builder().build();

    private static final StreamFold<Sight, TortureEvent> SECOND = builder().build();

    private static final StreamFold<Sight, TortureEvent> KEPT = builder()
            .snapshots(Snapshots.of("torture-kept", 1, Sight.class).every(20))
            .build();

    /** All of them. */
    static final List<StreamFold<Sight, TortureEvent>> ALL = List.of(PLAIN, SECOND, KEPT);

    private Folds() {}

    private static StreamFold.Builder<Sight, TortureEvent> builder() {
        return StreamFold.over(TortureEvent.class, Sight.NOTHING)
                .on(TortureEvent.class, (sight, event) -> sight.after(event.check(), event.amount()));
    }
}
