package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.EventId;
import io.eventcore.postgres.Sql;
import io.eventcore.postgres.faults.Ledger.Entry;
import io.eventcore.postgres.faults.Ledger.Told;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Compares a ledger with the tables, row by row.
 *
 * @param acknowledged bookings whose callers were told that they are stored
 * @param refused bookings whose callers were told that they are not
 * @param unknown bookings whose callers were told that nobody knows
 * @param unknownStored how many of the unknown ones are stored after all
 * @param lost acknowledged, and not there
 * @param doubled there more than once
 * @param halves there in part
 * @param refusedButStored refused, and there
 * @param misreported acknowledged with other event ids, or another position, than the table has
 * @param missingMoney what the stored bookings should have brought, less what all events add up to
 */
record Audit(
        int acknowledged,
        int refused,
        int unknown,
        int unknownStored,
        List<Long> lost,
        List<Long> doubled,
        List<Long> halves,
        List<Long> refusedButStored,
        List<Long> misreported,
        long missingMoney) {

    /** Looks at the tables. No booking may be under way. */
    static Audit of(Ledger ledger, String url) throws SQLException {
        assertThat(ledger.entries()).as("bookings that have ended").hasSize(Math.toIntExact(ledger.begun()));
        Map<Long, Rows> stored = rowsByBooking(url);
        assertThat(ledger.entries().keySet()).containsAll(stored.keySet());
        int[] told = new int[4];
        List<Long> lost = new ArrayList<>();
        List<Long> doubled = new ArrayList<>();
        List<Long> halves = new ArrayList<>();
        List<Long> refusedButStored = new ArrayList<>();
        List<Long> misreported = new ArrayList<>();
        long money = 0;
        for (Entry entry : ledger.entries().values()) {
            long id = entry.booking().id();
            Rows rows = stored.getOrDefault(id, new Rows());
            money += rows.count == 0 ? 0 : entry.booking().brings();
            money -= rows.cents;
            if (rows.count > entry.booking().events()) {
                doubled.add(id);
            } else if (rows.count > 0 && rows.count < entry.booking().events()) {
                halves.add(id);
            }
            if (entry.told() instanceof Told.Stored answer) {
                told[0]++;
                if (rows.count == 0) {
                    lost.add(id);
                } else if (rows.lastPosition != answer.result().position()
                        || !rows.ids.equals(new HashSet<>(answer.result().events()))) {
                    misreported.add(id);
                }
            } else if (entry.told() instanceof Told.Refused) {
                told[1]++;
                if (rows.count > 0) {
                    refusedButStored.add(id);
                }
            } else {
                told[2]++;
                told[3] += rows.count > 0 ? 1 : 0;
            }
        }
        return new Audit(
                told[0], told[1], told[2], told[3], lost, doubled, halves, refusedButStored, misreported, money);
    }

    private static Map<Long, Rows> rowsByBooking(String url) throws SQLException {
        Map<Long, Rows> stored = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("""
                        SELECT (event_data ->> 'booking')::bigint, event_id, position,
                               (event_data ->> 'cents')::bigint FROM events""")) {
            while (result.next()) {
                stored.computeIfAbsent(result.getLong(1), first -> new Rows())
                        .add(result.getObject(2, UUID.class), result.getLong(3), result.getLong(4));
            }
        }
        return stored;
    }

    /** Fails unless every booking ended as its caller was told, and the tables agree with each other. */
    void assertNothingIsWrong(String url) throws SQLException {
        assertThat(lost).as("acknowledged and lost").isEmpty();
        assertThat(doubled).as("stored twice").isEmpty();
        assertThat(halves).as("stored in part").isEmpty();
        assertThat(refusedButStored).as("refused and stored").isEmpty();
        assertThat(misreported).as("answered with wrong ids or positions").isEmpty();
        assertThat(missingMoney).as("money that appeared or disappeared").isZero();
        assertThat(Sql.query(url, """
                        SELECT count(*) FROM event_streams s WHERE s.version <> (
                            SELECT count(DISTINCT e.stream_version) FROM events e
                            WHERE e.stream_id = s.stream_id AND e.stream_version BETWEEN 1 AND s.version)
                          OR s.version <> (SELECT count(*) FROM events e WHERE e.stream_id = s.stream_id)"""))
                .as("streams whose versions are not 1 to n")
                .isEqualTo("0");
        assertThat(Sql.query(url, """
                        SELECT count(*) FROM (
                            SELECT sum((event_data ->> 'cents')::bigint)
                                OVER (PARTITION BY stream_id ORDER BY stream_version) AS balance FROM events
                        ) AS balances WHERE balance < 0"""))
                .as("decisions on a balance that was not the real one")
                .isEqualTo("0");
    }

    /** The figures, for people. */
    String figures() {
        return "acknowledged " + acknowledged + ", refused " + refused + ", unknown " + unknown + " (of these stored "
                + unknownStored + "), lost " + lost.size() + ", doubled " + doubled.size();
    }

    /** What the table holds of one booking. */
    private static final class Rows {
        private final Set<EventId> ids = new HashSet<>();
        private int count;
        private long lastPosition;
        private long cents;

        void add(UUID id, long position, long amount) {
            ids.add(EventId.of(id));
            count++;
            lastPosition = Math.max(lastPosition, position);
            cents += amount;
        }
    }
}
