package io.eventcore.bench.load;

import java.util.ArrayList;
import java.util.List;

/** Lets the points of a dimension take turns; then checks the tables. */
final class DimensionRun {

    private final Rounds rounds;
    private final Progress progress;

    DimensionRun(Rounds rounds, Progress progress) {
        this.rounds = rounds;
        this.progress = progress;
    }

    /** @throws CheckFailedException if a table does not hold what was acknowledged */
    DimensionResult run(Dimension dimension) throws Exception {
        List<Point> points = dimension.points();
        rounds.warmUp(points, progress);
        List<Counts> before = points.stream().map(Point::counts).toList();
        List<List<Work>> turns = rounds.run(points, progress);
        for (Ledger ledger : dimension.ledgers()) {
            ledger.check();
        }
        List<PointResult> results = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Counts counts = points.get(i).counts().minus(before.get(i));
            results.add(PointResult.of(points.get(i), turns.get(i), turns.get(0), counts));
        }
        return new DimensionResult(dimension.heading(), results);
    }
}
