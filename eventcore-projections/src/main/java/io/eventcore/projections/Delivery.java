package io.eventcore.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.UnitOfWork;

/**
 * How events come to an {@link ExternalProjection}: outside of any transaction.
 *
 * @param projection who delivers
 * @param segment the segment that the events belong to
 * @param token the fencing token of the segment's lease. A target that can compare numbers keeps the highest that it has
 *     seen for the segment and refuses lower ones: then a process that was suspended, and replaced, cannot write after it
 *     wakes up (Martin Kleppmann, "How to do distributed locking", 2016)
 */
public record Delivery(ProjectionId projection, Segment segment, long token) implements UnitOfWork {

    /** This delivery itself; there is no transaction. */
    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new ConfigurationException(
                "The events of an ExternalProjection come outside of any transaction, so there is" + " no "
                        + type.getName() + ".");
    }
}
