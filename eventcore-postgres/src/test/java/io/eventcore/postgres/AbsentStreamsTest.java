package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream that does not exist is locked while a transaction relies on that, and leaves no row. */
@ExtendWith(TestPostgresExtension.class)
class AbsentStreamsTest {

    private static final int STREAMS = 200;
    private static final int ROUNDS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @ParameterizedTest
    @EnumSource
    void streamsThatWereOnlyCheckedLeaveNoRows(IsolationLevel isolation, TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(url, isolation)) {
            for (int i = 0; i < STREAMS; i++) {
                store.append(AppendRequest.builder()
                        .expect(StreamId.of("absent-" + i), ExpectedVersion.noStream())
                        .expect(StreamId.of("written"), ExpectedVersion.any())
                        .append(NewEvent.of(StreamId.of("written"), new Deposited(i)))
                        .timeout(PATIENCE)
                        .build());
            }

            assertThat(rows(url)).isEqualTo("1");
            assertThat(store.read(StreamId.of("written"))).hasSize(STREAMS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedAppendLeavesNoRows(IsolationLevel isolation, TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(url, isolation)) {
            AppendRequest stale = AppendRequest.builder()
                    .expect(StreamId.of("new"), ExpectedVersion.noStream())
                    .expect(StreamId.of("stale"), ExpectedVersion.exactly(7))
                    .append(NewEvent.of(StreamId.of("new"), new Deposited(1)))
                    .timeout(PATIENCE)
                    .build();

            assertThatThrownBy(() -> store.append(stale)).isInstanceOf(VersionConflictException.class);

            assertThat(rows(url)).isEqualTo("0");
        }
    }

    /** Each of two stores writes one stream, if the other one does not exist. */
    @ParameterizedTest
    @EnumSource
    void ofTwoThatRelyOnEachOthersStreamToBeAbsentOneIsRefused(IsolationLevel isolation, TestPostgres postgres)
            throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore one = open(url, isolation);
                PostgresEventStore other = open(url, isolation)) {
            for (int round = 0; round < ROUNDS; round++) {
                StreamId a = StreamId.of("a-" + round);
                StreamId b = StreamId.of("b-" + round);
                List<CompletableFuture<?>> both = new ArrayList<>();
                both.add(one.appendAsync(writing(a, b)));
                both.add(other.appendAsync(writing(b, a)));

                long stored = both.stream().filter(AbsentStreamsTest::isStored).count();
                assertThat(stored).as("stored in round " + round).isEqualTo(1);
            }

            assertThat(rows(url)).isEqualTo(String.valueOf(ROUNDS));
        }
    }

    private static AppendRequest writing(StreamId written, StreamId absent) {
        return AppendRequest.builder()
                .expect(absent, ExpectedVersion.noStream())
                .expect(written, ExpectedVersion.noStream())
                .append(NewEvent.of(written, new Deposited(1)))
                .timeout(PATIENCE)
                .build();
    }

    private static boolean isStored(CompletableFuture<?> append) {
        try {
            append.join();
            return true;
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(VersionConflictException.class);
            return false;
        }
    }

    private static PostgresEventStore open(String url, IsolationLevel isolation) {
        PostgresEventStore store = PostgresEventStore.create(
                PostgresConfig.builder(url)
                        .isolation(isolation)
                        .queryTimeout(PATIENCE)
                        .build(),
                EventTypes.of(Deposited.class));
        store.initialize();
        return store;
    }

    private static String rows(String url) throws SQLException {
        return Sql.query(url, "SELECT count(*) FROM event_streams");
    }
}
