package io.eventcore.bench.load;

import com.sun.management.OperatingSystemMXBean;
import io.eventcore.bench.load.ProjectionReport.Idle;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at what this process and the server do while nothing is asked of them. */
final class IdleWatch {

    private static final String TRANSACTIONS = """
            SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()""";

    private static final String BACKENDS = """
            SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()""";

    /** Linux counts the time of processes in hundredths of a second, whatever its clock. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Duration SETTLING = Duration.ofSeconds(5);

    private final BenchDatabase database;

    IdleWatch(BenchDatabase database) {
        this.database = database;
    }

    Idle watch(Duration time) throws SQLException, IOException, InterruptedException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            pass(SETTLING);
            long start = System.nanoTime();
            long cpu = processCpu();
            Map<Long, Double> backends = backends(statement);
            long transactions = number(statement, TRANSACTIONS);
            pass(time);
            double seconds = (System.nanoTime() - start) / 1e9;
            double client = (processCpu() - cpu) / 1e9;
            double inServer = growth(backends, backends(statement));
            // This watch asked three times itself, and the counters come with a delay of a second or so.
            double perSecond = (number(statement, TRANSACTIONS) - transactions) / seconds;
            return new Idle(seconds, 100 * client / seconds, 100 * inServer / seconds, perSecond);
        }
    }

    private static void pass(Duration time) throws InterruptedException {
        if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("Nobody counts it down.");
        }
    }

    private static long processCpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Seconds of processor time by process. */
    private static Map<Long, Double> backends(Statement statement) throws SQLException, IOException {
        Map<Long, Double> seconds = new HashMap<>();
        try (ResultSet row = statement.executeQuery(BACKENDS)) {
            while (row.next()) {
                Path stat = Path.of("/proc/" + row.getLong(1) + "/stat");
                if (Files.isReadable(stat)) {
                    String text = Files.readString(stat);
                    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
                    double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
                    seconds.put(row.getLong(1), ticks / TICKS_PER_SECOND);
                }
            }
        }
        return seconds;
    }

    private static double growth(Map<Long, Double> before, Map<Long, Double> after) {
        if (before.isEmpty()) {
            return Double.NaN;
        }
        return after.entrySet().stream()
                .mapToDouble(entry -> entry.getValue() - before.getOrDefault(entry.getKey(), 0.0))
                .sum();
    }
}
