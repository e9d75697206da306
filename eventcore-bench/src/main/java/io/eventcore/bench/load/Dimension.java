package io.eventcore.bench.load;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * EventCore at several sizes of one thing, all else being equal.
 *
 * @param heading what is varied
 * @param points the sizes; all others are compared with the first
 * @param ledgers what the tables must hold afterwards
 */
record Dimension(Heading heading, List<Point> points, List<Ledger> ledgers) implements AutoCloseable {

    /** Nothing is open yet. */
    static Dimension of(Heading heading) {
        return new Dimension(heading, new ArrayList<>(), new ArrayList<>());
    }

    /** Opens a point. */
    @FunctionalInterface
    interface Opener {
        Point open(int size) throws Exception;
    }

    /** Opens a point for each size; if one cannot be opened, the others are closed. */
    Dimension open(List<Integer> sizes, Opener opener) throws Exception {
        try {
            for (int size : sizes) {
                points.add(opener.open(size));
            }
            return this;
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    Ledger add(BenchDatabase database) {
        Ledger ledger = Ledger.of(database);
        ledgers.add(ledger);
        return ledger;
    }

    @Override
    public void close() throws SQLException {
        for (Point point : points) {
            point.close();
        }
    }
}
