package io.eventcore.bench.violations.postgres;

import io.eventcore.bench.violations.ApiWithAdapter;
import io.eventcore.bench.violations.postgres.internal.Hidden;
import java.util.List;

/** An adapter that shows its internals. */
public class Adapter {

    /** Shown as a type argument. */
    protected final List<Hidden> all = List.of();

    private final ApiWithAdapter api = new ApiWithAdapter(this);

    /** Shown as a result. */
    public Hidden hidden() {
        return api.adapter().all.get(0);
    }

    /** Not shown. */
    Hidden own() {
        return all.get(0);
    }
}
