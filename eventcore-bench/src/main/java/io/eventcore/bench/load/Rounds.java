package io.eventcore.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lets several take turns, so that whatever else the machine does meets all of them.
 *
 * @param warmUp how long each works before the first round
 * @param turn how long each works in a round
 * @param count how many rounds there are
 */
record Rounds(Duration warmUp, Duration turn, int count) {

    /** Lets each work once, for nothing. */
    void warmUp(List<? extends Load> loads, Progress progress) throws Exception {
        for (Load load : loads) {
            load.run(warmUp);
            progress.step(load.label() + ": warmed up");
        }
    }

    /** Returns for each what it did in its turns. */
    List<List<Work>> run(List<? extends Load> loads, Progress progress) throws Exception {
        List<List<Work>> turns = new ArrayList<>();
        loads.forEach(load -> turns.add(new ArrayList<>()));
        for (int round = 1; round <= count; round++) {
            for (int i = 0; i < loads.size(); i++) {
                Work work = loads.get(i).run(turn);
                turns.get(i).add(work);
                progress.step(String.format(
                        Locale.ROOT, "%s: %,.0f/s (%d of %d)", loads.get(i).label(), work.perSecond(), round, count));
            }
        }
        return turns;
    }
}
