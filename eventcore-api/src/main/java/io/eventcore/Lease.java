package io.eventcore;

import java.time.Duration;

/**
 * The right to run one segment of a projection, for a while. Whoever gets a segment next gets a higher token; once it
 * has opened the segment, the lower one moves no checkpoint any more, whatever its holder believes.
 *
 * @param projection the projection
 * @param segment the segment
 * @param owner the instance that holds it
 * @param token the fencing token, at least 1; of two holders of one segment the later has the higher one,
 *     also when the projection was removed and registered again, or divided anew, in between
 * @param duration how long it lasts from the moment at which it was given or renewed
 * @param until the position that must not be passed, because the number of segments changes there;
 *     {@link Long#MAX_VALUE} if there is none
 */
public record Lease(
        ProjectionId projection, Segment segment, String owner, long token, Duration duration, long until) {}
