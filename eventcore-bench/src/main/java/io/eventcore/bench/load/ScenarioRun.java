package io.eventcore.bench.load;

import java.util.ArrayList;
import java.util.List;

/** Lets the sides of a scenario take turns, so that whatever else the machine does meets all of them; then checks. */
final class ScenarioRun {

    private final Sizes sizes;
    private final Progress progress;

    ScenarioRun(Sizes sizes, Progress progress) {
        this.sizes = sizes;
        this.progress = progress;
    }

    /** @throws CheckFailedException if a table does not hold what was acknowledged */
    ScenarioResult run(Scenario scenario) throws Exception {
        List<Side> sides = scenario.sides();
        Rounds rounds = new Rounds(sizes.warmUp(), sizes.turn(), sizes.pairs());
        rounds.warmUp(sides, progress);
        List<List<Work>> turns = rounds.run(sides, progress);
        for (Side side : sides) {
            side.check();
        }
        return result(scenario, turns);
    }

    private static ScenarioResult result(Scenario scenario, List<List<Work>> turns) {
        SideResult subject = SideResult.of(scenario.subject().label(), turns.get(0));
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < scenario.rivals().size(); i++) {
            Rival rival = scenario.rivals().get(i);
            SideResult control = SideResult.of(rival.side().label(), turns.get(i + 1));
            comparisons.add(Comparison.of(rival, subject, control));
        }
        return new ScenarioResult(scenario.name(), subject, comparisons);
    }
}
