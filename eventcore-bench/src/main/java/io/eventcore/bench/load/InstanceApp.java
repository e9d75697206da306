package io.eventcore.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of several processes that share a server; the load run starts it and talks to it by lines. It reads its task as JSON,
 * then the duration of each turn, answers each line by one that begins with {@link #ANSWER}, and ends with its input, so
 * also when the load run is gone. The URL comes this way because anybody may look at the arguments of a process.
 */
final class InstanceApp {

    /** How a line begins that answers; others are what libraries have to say. */
    static final String ANSWER = "answer ";

    /** The answer to the task. */
    static final String READY = "ready";

    private static final int READERS = 3;

    private InstanceApp() {}

    /** Runs until the input ends. */
    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        serve(in, out);
        System.exit(0); // the executor's threads are idle
    }

    private static void serve(BufferedReader in, PrintStream out) throws IOException, InterruptedException {
        InstanceTask task = JsonMapper.shared().readValue(in.readLine(), InstanceTask.class);
        BenchDatabase database = new BenchDatabase(task.url());
        Tally tally = new Tally();
        try (PointStore store = PointStore.open(database, PointStore.USUAL_LANES, READERS);
                CommandPoint point = new CommandPoint(
                        1, store, tally, task.inFlight(), task.accounts().deposits())) {
            task.accounts().readBy(store.store());
            out.println(ANSWER + READY);
            String line = in.readLine();
            while (line != null) {
                Totals had = tally.totals();
                Counts before = point.counts();
                Work work = point.run(Duration.parse(line));
                InstanceAnswer answer = InstanceAnswer.of(
                        work, point.counts().minus(before), tally.totals().minus(had));
                out.println(ANSWER + JsonMapper.shared().writeValueAsString(answer));
                line = in.readLine();
            }
        }
    }
}
