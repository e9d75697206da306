package io.eventcore.postgres;

import io.eventcore.postgres.HealthReport.SchemaStatus;
import io.eventcore.postgres.internal.append.LaneStatus;
import io.eventcore.postgres.internal.pool.DatabaseProbe;
import io.eventcore.postgres.internal.pool.DatabaseProbe.Finding;
import io.eventcore.postgres.internal.pool.SharedProbe;
import io.eventcore.postgres.internal.schema.SchemaState;
import io.eventcore.postgres.internal.sql.ConnectionSource;
import io.eventcore.postgres.internal.sql.PoolExhaustedException;
import io.eventcore.postgres.internal.sql.SqlErrors;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns what a probe of the database found, or that it found nothing, into a report. Thread-safe. */
final class HealthCheck implements AutoCloseable {

    /** Longer waits are of no use to anybody, and would not fit into the arithmetic of time-outs. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final String CLOSED = "The store was closed: create a new one.";

    private final PoolWatch pool;
    private final Supplier<LaneStatus> lanes;
    private final SharedProbe<Finding> probe;
    private volatile boolean closed;
    private volatile @Nullable HealthReport last;

    HealthCheck(ConnectionSource connections, PoolWatch pool, Supplier<LaneStatus> lanes) {
        this.pool = pool;
        this.lanes = lanes;
        this.probe = new SharedProbe<>(new DatabaseProbe(connections)::run);
    }

    /** Looks for no longer than the time-out. Never throws. */
    HealthReport check(Duration timeout) {
        HealthReport report = look(limited(timeout));
        last = report;
        return report;
    }

    /** 1 if the last check found all well, 0 if not, no number before the first check. */
    double lastAsNumber() {
        HealthReport report = last;
        return report == null ? Double.NaN : report.healthy() ? 1 : 0;
    }

    private static Duration limited(Duration timeout) {
        return timeout.isNegative() ? Duration.ZERO : timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
    }

    private HealthReport look(Duration timeout) {
        if (closed) {
            return withoutFinding(CLOSED);
        }
        try {
            return report(probe.await(timeout));
        } catch (TimeoutException e) {
            return withoutFinding(noAnswerWithin(timeout));
        } catch (ExecutionException e) {
            return withoutFinding(closed ? CLOSED : failure(e.getCause()));
        } catch (CancellationException e) {
            return withoutFinding(CLOSED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return withoutFinding("The check was interrupted before the database answered: check again.");
        }
    }

    private HealthReport report(Finding finding) {
        SchemaStatus schema = new SchemaStatus(
                finding.schema().version(),
                SchemaState.expectedVersion(),
                finding.schema().missing());
        List<String> problems = new ArrayList<>();
        LaneStatus sending = lanes.get();
        if (sending.alive() == 0) {
            problems.add(
                    "None of the " + sending.total() + " append lanes has a thread, so that appends time out: look in"
                            + " the log for what ended them, and whether the process may start threads; the store tries again"
                            + " with each append.");
        }
        if (finding.standby()) {
            problems.add("The server is a standby and takes no appends: connect to the primary server.");
        } else if (finding.readOnly()) {
            problems.add("Transactions are read-only here, so that appends fail:"
                    + " look at default_transaction_read_only of the server, the database and the user.");
        }
        if (schema.version() > schema.expectedVersion()) {
            problems.add("The database has schema version " + schema.version() + ", this EventCore knows "
                    + schema.expectedVersion() + ": use a newer EventCore.");
        } else if (schema.version() < schema.expectedVersion()) {
            problems.add("The database has schema version " + schema.version() + ", this EventCore needs "
                    + schema.expectedVersion() + ": call initialize()"
                    + (schema.version() == 0
                            ? ", or correct the schema in PostgresConfig if the tables are in another."
                            : "."));
        } else if (!schema.complete()) {
            problems.add("Of the schema these are missing, or switched off: " + String.join(", ", schema.missing())
                    + ". Somebody removed them; restore them from the DDL files of eventcore-postgres or a backup.");
        }
        problems.addAll(finding.obstacles());
        return new HealthReport(
                problems.isEmpty(),
                problems,
                pool.read(),
                pool.isClosed(),
                Optional.of(schema),
                Optional.of(finding.latency()),
                Optional.of(finding.serverVersion()),
                finding.standby() || finding.readOnly(),
                toReport(sending),
                Instant.now());
    }

    private HealthReport withoutFinding(String problem) {
        return new HealthReport(
                false,
                List.of(problem),
                pool.read(),
                closed || pool.isClosed(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                toReport(lanes.get()),
                Instant.now());
    }

    private static HealthReport.LaneStatus toReport(LaneStatus lanes) {
        return new HealthReport.LaneStatus(
                lanes.alive(),
                lanes.total(),
                lanes.lastFailure().map(LaneStatus.Failure::kind),
                lanes.lastFailure().map(LaneStatus.Failure::at));
    }

    private String noAnswerWithin(Duration timeout) {
        PoolMetrics now = pool.read();
        String waited = " within " + timeout.toMillis() + " ms";
        return now.isExhausted()
                ? "No connection became free" + waited + ": all " + now.maxConnections() + " are in use and "
                        + now.waitingCallers()
                        + " callers wait. Look for whoever holds them long, or raise maxConnections."
                : "PostgreSQL did not answer" + waited
                        + ": check that the server runs and that the network lets its port through.";
    }

    private String failure(@Nullable Throwable cause) {
        if (!(cause instanceof SQLException failure)) {
            return "The check itself failed, which is a defect of EventCore: report it (" + cause + ").";
        }
        String told = SqlErrors.translate(failure, "a health check").problem();
        return failure instanceof PoolExhaustedException
                ? told
                : told + ". Check that the server runs, and the URL, user, password and rights.";
    }

    /** Interrupts a probe under way; checks then answer that the store was closed. */
    @Override
    public void close() {
        closed = true;
        probe.close();
    }
}
