package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.EventTypes;
import io.eventcore.Segment;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Java and SQL say of every stream that it lies in the same segment. */
@ExtendWith(TestPostgresExtension.class)
class SegmentFunctionTest {

    private static final List<Integer> COUNTS = List.of(1, 2, 3, 7, 64, 1_000, Segment.MOST);

    private static final List<String> NAMES = List.of(
            "a",
            "account-1",
            "Konto-Ä",
            "счёт-42",
            "口座",
            "👩‍🚀-\uDBFF\uDFFF",
            "back\\slash",
            "\\x41",
            "100%",
            "_",
            "é",
            "e\u0301",
            "'quote\"",
            "x".repeat(255));

    @Test
    void sqlPutsEveryStreamWhereJavaPutsIt(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class))) {
            store.initialize();
        }
        List<String> names = new ArrayList<>(NAMES);
        names.addAll(random(2_000));
        try (Connection connection = DriverManager.getConnection(url)) {
            for (int count : COUNTS) {
                assertThat(bySql(connection, names, count))
                        .as("%s segments", count)
                        .isEqualTo(names.stream()
                                .map(name ->
                                        Segment.of(new StreamId(name), count).number())
                                .toList());
            }
        }
    }

    /** One to forty characters of all planes of Unicode, as names of streams may hold them. */
    private static List<String> random(int many) {
        Random random = new Random(42);
        return IntStream.range(0, many)
                .mapToObj(i -> random.ints(1, Character.MAX_CODE_POINT + 1)
                        .filter(each -> each < Character.MIN_SURROGATE || each > Character.MAX_SURROGATE)
                        .filter(each -> !Character.isISOControl(each))
                        .limit(1 + random.nextInt(40))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .filter(name -> name.equals(name.strip()))
                .toList();
    }

    private static List<Integer> bySql(Connection connection, List<String> names, int count) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT eventcore_segment(n.name, ?) FROM unnest(?) WITH ORDINALITY AS n (name, nr) ORDER BY n.nr""")) {
            statement.setInt(1, count);
            statement.setArray(2, connection.createArrayOf("text", names.toArray()));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    numbers.add(result.getInt(1));
                }
            }
        }
        return numbers;
    }
}
