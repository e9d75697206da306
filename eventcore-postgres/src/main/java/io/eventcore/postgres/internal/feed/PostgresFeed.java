package io.eventcore.postgres.internal.feed;

import io.eventcore.EventCoreException;
import io.eventcore.EventFeed;
import io.eventcore.EventFilter;
import io.eventcore.FeedPage;
import io.eventcore.LogEpoch;
import io.eventcore.StorageException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.UndecodableEventException;
import io.eventcore.postgres.internal.codec.BoundedRows;
import io.eventcore.postgres.internal.codec.EventRows;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.ServerText;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the feed by the function {@code eventcore_feed_page}, which knows how far the global order is settled. */
public final class PostgresFeed implements EventFeed {

    private static final String PAGE = """
            SELECT e.bound, e.head, %s
            FROM {schema}.eventcore_feed_page(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS e""".formatted(EventRows.COLUMNS);

    private static final String HEAD = "SELECT {schema}.eventcore_head()";

    private static final int FIRST_EVENT_COLUMN = 3;

    /** How many positions a call searches for events that match a filter: a second or two of the server's time. */
    private static final long SEARCHED_AT_MOST = 1_000_000;

    private final Database database;
    private final EventRows rows;
    private final CommitListeners listeners;
    private final FeedTelemetry telemetry;

    /** Reads from this database. */
    public PostgresFeed(Database database, EventRows rows, CommitListeners listeners, StoreTelemetry store) {
        this.database = database;
        this.rows = rows;
        this.listeners = listeners;
        this.telemetry = new FeedTelemetry(store);
    }

    @Override
    public FeedPage read(long after, EventFilter filter, int limit, long maxBytes) {
        if (after < 0 || limit < 1) {
            throw new IllegalArgumentException(
                    "after is at least 0 and limit at least 1, not " + after + " and " + limit);
        }
        return telemetry.read(
                after + SEARCHED_AT_MOST,
                () -> database.read(
                        "reading the feed", connection -> readPage(connection, after, filter, limit, maxBytes)));
    }

    private FoundPage readPage(Connection connection, long after, EventFilter filter, int limit, long maxBytes)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
            statement.setLong(1, after);
            statement.setInt(2, limit);
            statement.setLong(3, SEARCHED_AT_MOST);
            statement.setArray(4, textArray(connection, filter.types()));
            statement.setArray(
                    5,
                    textArray(
                            connection,
                            filter.streams().stream().map(StreamId::value).toList()));
            statement.setString(6, filter.streamPrefix().orElse(null));
            statement.setString(7, filter.streamPattern().map(LikePattern::of).orElse(null));
            statement.setString(8, filter.correlationId().orElse(null));
            statement.setInt(9, filter.segment().number());
            statement.setInt(10, filter.segment().count());
            try (ResultSet result = statement.executeQuery()) {
                return readPage(result, new BoundedRows(connection), limit, maxBytes);
            }
        } catch (SQLException e) {
            if (FeedObstacles.ALTERED_SEQUENCE.equals(e.getSQLState())) {
                throw new StorageException(FeedObstacles.ALTERED, ServerText.cleaned(e));
            }
            throw e;
        }
    }

    private FoundPage readPage(ResultSet result, BoundedRows found, int limit, long maxBytes) throws SQLException {
        long bound = 0;
        long head = 0;
        while (result.next()) {
            bound = result.getLong(1);
            head = result.getLong(2);
            if (result.getObject(FIRST_EVENT_COLUMN) == null) {
                break;
            }
            found.add(result, FIRST_EVENT_COLUMN);
            if (found.characters() > maxBytes) {
                break; // the last one does not fit
            }
        }
        int taken = found.size();
        List<StoredEvent<Object>> events = new ArrayList<>(found.size());
        long bytes = found.handOut(maxBytes, row -> {
            try {
                return events.add(rows.decode(row));
            } catch (EventCoreException undecodable) {
                if (events.isEmpty()) {
                    throw new UndecodableEventException(row.reference(), undecodable);
                }
                return false;
            }
        });
        boolean full = taken == limit || events.size() < taken;
        return new FoundPage(new FeedPage(events, full ? lastPosition(events) : bound, head, bytes), full);
    }

    /**
     * A page.
     *
     * @param full whether it ends before the next event that is known, and not with what is settled
     */
    record FoundPage(FeedPage page, boolean full) {}

    private static long lastPosition(List<StoredEvent<Object>> events) {
        return events.get(events.size() - 1).position();
    }

    @Override
    public long head() {
        return database.read("reading the head of the feed", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(HEAD);
                    ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        });
    }

    @Override
    public LogEpoch epoch() {
        return database.log().epoch();
    }

    @Override
    public Subscription onCommit(Runnable callback) {
        return listeners.add(callback);
    }

    private static java.sql.@Nullable Array textArray(Connection connection, Collection<String> values)
            throws SQLException {
        return values.isEmpty() ? null : connection.createArrayOf("text", values.toArray());
    }
}
