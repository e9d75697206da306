package io.eventcore.bench.load;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many events of each type the table holds, and what those counted who read it. */
final class TypeCounts {

    private final Map<String, Long> inTable;
    private final List<Map<String, Long>> counted = new ArrayList<>();

    private TypeCounts(Map<String, Long> inTable) {
        this.inTable = inTable;
    }

    /** Lets the server count. */
    static TypeCounts of(BenchDatabase database) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT event_type, count(*) FROM events GROUP BY 1")) {
            while (row.next()) {
                counts.put(row.getString(1), row.getLong(2));
            }
        }
        return new TypeCounts(counts);
    }

    long total() {
        return inTable.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Notes what a reader counted. */
    void add(Map<String, Long> counts) {
        counted.add(counts);
    }

    /** @throws CheckFailedException if nobody counted, or somebody counted wrong */
    void check() {
        if (counted.isEmpty()) {
            throw new CheckFailedException("Nobody counted the events.");
        }
        for (Map<String, Long> counts : counted) {
            if (!counts.equals(inTable)) {
                throw new CheckFailedException("The table holds " + inTable + ", counted were " + counts + ".");
            }
        }
    }
}
