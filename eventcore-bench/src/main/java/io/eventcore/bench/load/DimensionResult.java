package io.eventcore.bench.load;

import java.util.List;

/**
 * What came out of a dimension.
 *
 * @param heading what was varied
 * @param points what came out at each size
 */
record DimensionResult(Heading heading, List<PointResult> points) {}
