package io.eventcore.bench.load;

import java.util.List;

/**
 * What came out of a scenario.
 *
 * @param scenario its name
 * @param eventcore what EventCore did
 * @param comparisons EventCore beside each control
 */
record ScenarioResult(String scenario, SideResult eventcore, List<Comparison> comparisons) {}
