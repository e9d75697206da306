package io.eventcore.postgres.internal.projection;

import io.eventcore.CheckpointAheadException;
import io.eventcore.DeadLetters;
import io.eventcore.Lease;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.SegmentState.Activity;
import io.eventcore.UnknownProjectionException;
import io.eventcore.postgres.internal.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Projections in PostgreSQL: what they write in their own database shares the transaction in which their checkpoint moves.
 *
 * <p>Rows are locked in this order, so that nobody waits for each other in a circle: those of {@code projections} by
 * version, those of {@code projection_checkpoints} by segment, those of {@code projection_leases} by segment, those of
 * {@code dead_letters} by position.
 */
public final class PostgresProjections implements ProjectionStore {

    private final Database database;
    private final WorkTransactions transactions;
    private final DeadLetterTable deadLetters;

    /** Keeps projections in this database. */
    public PostgresProjections(Database database) {
        this.database = database;
        this.transactions = new WorkTransactions(database);
        this.deadLetters = new DeadLetterTable(database);
    }

    // Versions

    @Override
    public int register(ProjectionId projection, int segments, long position) {
        int count = possible(segments);
        refuseNegative(position);
        return database.read(
                "making projection " + projection + " known",
                connection -> Database.inTransaction(
                        connection, inside -> VersionTable.register(inside, projection, count, position)));
    }

    @Override
    public void remove(ProjectionId projection) {
        boolean known = database.once(
                "removing projection " + projection,
                connection -> Database.inTransaction(connection, inside -> {
                    if (VersionTable.lock(inside, projection).isEmpty()) {
                        return false;
                    }
                    CheckpointTable.lock(inside, projection);
                    VersionTable.remove(inside, projection);
                    return true;
                }));
        refuseUnless(known, projection);
    }

    @Override
    public List<SegmentState> segments() {
        return database.read("reading the state of projections", SegmentStates::read);
    }

    @Override
    public Map<Segment, Long> positions(ProjectionId projection) {
        Map<Segment, Long> positions = database.read(
                "reading the checkpoints of projection " + projection,
                connection -> CheckpointTable.positions(connection, projection));
        refuseUnless(!positions.isEmpty(), projection);
        return positions;
    }

    // Leases

    @Override
    public Leases lease(ProjectionId projection, String instance, Duration duration) {
        return database.read(
                        "renewing the leases of projection " + projection,
                        connection -> LeaseTable.lease(connection, projection, instance, duration))
                .orElseThrow(() -> new UnknownProjectionException(projection));
    }

    @Override
    public void release(Lease lease) {
        database.read(
                "giving a segment of projection " + lease.projection() + " back",
                connection -> LeaseTable.release(connection, lease));
    }

    @Override
    public void leave(ProjectionId projection, String instance) {
        database.read(
                "leaving projection " + projection,
                connection ->
                        Database.inTransaction(connection, inside -> LeaseTable.leave(inside, projection, instance)));
    }

    @Override
    public void report(Lease lease, Activity activity, Optional<String> error) {
        database.read(
                "reporting on projection " + lease.projection(),
                connection -> LeaseTable.report(connection, lease, activity, error));
    }

    // Checkpoints

    @Override
    public long open(Lease lease, Work initialize, Work clear) throws Exception {
        return transactions.run(
                "opening a segment of projection " + lease.projection(),
                lease.projection(),
                (connection, transaction) -> {
                    boolean mustClear = VersionTable.lockToOpen(connection, lease);
                    CheckpointTable.Place place = CheckpointTable.open(connection, lease);
                    if (!place.isInThisLog()) {
                        throw CheckpointAheadException.onAnotherLog(lease, place.position());
                    }
                    WorkTransactions.run(initialize, transaction);
                    if (mustClear) {
                        WorkTransactions.run(clear, transaction);
                        VersionTable.cleared(connection, lease.projection());
                    }
                    return place.position();
                });
    }

    @Override
    public void advance(Lease lease, long from, long to, Work work) throws Exception {
        transactions.advance("moving a checkpoint of projection " + lease.projection(), lease, from, to, work);
    }

    @Override
    public boolean activate(ProjectionId projection, Work work) throws Exception {
        return transactions.run("activating projection " + projection, projection, (connection, transaction) -> {
            VersionTable.Versions versions = VersionTable.lockAll(connection, projection.name());
            refuseUnless(versions.all().contains(projection.version()), projection);
            if (versions.serves(projection.version())) {
                return true;
            }
            if (versions.active().isPresent()
                    && !mayReplace(
                            connection,
                            projection,
                            new ProjectionId(
                                    projection.name(), versions.active().getAsInt()))) {
                return false;
            }
            VersionTable.activate(connection, projection);
            WorkTransactions.run(work, transaction);
            return true;
        });
    }

    private static boolean mayReplace(Connection connection, ProjectionId projection, ProjectionId active)
            throws SQLException {
        return active.version() < projection.version() && CheckpointTable.comesUpWith(connection, projection, active);
    }

    // Changes that operators make

    @Override
    public void reset(ProjectionId projection, long position, boolean clear) {
        refuseNegative(position);
        change("resetting projection " + projection, projection, connection -> {
            CheckpointTable.reset(connection, projection, position);
            VersionTable.reset(connection, projection, position, clear);
            if (clear) {
                deadLetters.removeAll(connection, projection);
            }
            return true;
        });
    }

    @Override
    public void repartition(ProjectionId projection, int segments) {
        int count = possible(segments);
        change(
                "changing the segments of projection " + projection,
                projection,
                connection -> VersionTable.repartition(connection, projection, count));
    }

    /** Fences all runners of a version out, waiting for what they are at, and changes something. */
    private void change(String doing, ProjectionId projection, Database.Work<Boolean> change) {
        boolean known = database.read(
                doing,
                connection -> Database.inTransaction(connection, inside -> {
                    if (VersionTable.lock(inside, projection).isEmpty()) {
                        return false;
                    }
                    CheckpointTable.lock(inside, projection);
                    LeaseTable.takeBack(inside, projection);
                    return change.on(inside);
                }));
        refuseUnless(known, projection);
    }

    @Override
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /** @throws io.eventcore.ConfigurationException if there cannot be so many */
    private static int possible(int segments) {
        return new Segment(0, segments).count();
    }

    private static void refuseNegative(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("A position is at least 0, not " + position + ".");
        }
    }

    private static void refuseUnless(boolean known, ProjectionId projection) {
        if (!known) {
            throw new UnknownProjectionException(projection);
        }
    }
}
