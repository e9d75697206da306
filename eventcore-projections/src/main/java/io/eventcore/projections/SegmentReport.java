package io.eventcore.projections;

import io.eventcore.Lease;
import io.eventcore.SegmentState.Activity;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the store what is done about a segment, so that every instance and the command line can show it. What cannot be
 * told is left out: the work itself will meet the same trouble.
 */
final class SegmentReport {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    private final RunPlan plan;
    private final Lease lease;
    private Activity last = Activity.IDLE;

    SegmentReport(RunPlan plan, Lease lease) {
        this.plan = plan;
        this.lease = lease;
    }

    void tell(Activity activity) {
        if (activity != last) {
            send(activity, Optional.empty());
        }
    }

    void tell(Activity activity, String error) {
        send(activity, Optional.of(error));
    }

    private void send(Activity activity, Optional<String> error) {
        try {
            plan.store().report(lease, activity, error);
            last = activity;
        } catch (RuntimeException e) {
            LOG.debug("The state of segment {} could not be told.", lease.segment(), e);
        }
    }
}
