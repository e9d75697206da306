package io.eventcore.postgres.internal.append;

import static io.eventcore.postgres.internal.append.BreakingLanes.first;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.postgres.Deposited;
import io.eventcore.postgres.internal.append.BreakingDataSource.Moment;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Once a call was sent, whatever the client meets says nothing about what PostgreSQL has stored: it is looked up. */
@ExtendWith(TestPostgresExtension.class)
class ThrownAfterTheCallTest {

    private static final StreamId A = StreamId.of("a");

    private String url = "";

    @BeforeEach
    void create(TestPostgres postgres) {
        url = postgres.newDatabase();
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new SQLException("Connection is closed"),
                new SQLException("Connection has already been closed.", "0A000"),
                new SQLException("interrupted", new InterruptedException()),
                new SQLException("a class is missing", "22000", new NoClassDefFoundError("test")),
                new IllegalStateException("a driver's wrapper failed"),
                new NoClassDefFoundError("as after a redeployment"),
                new StackOverflowError(),
                new OutOfMemoryError("while the answer was decoded (test)"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void itIsFoundToBeStored(Throwable failure) throws Exception {
        BreakingDataSource connections = new BreakingDataSource(url);
        connections.throwInsteadOfTheAnswer(failure);
        assertStoredOnceByOneCall(connections, AppendRequest.builder());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void itIsFoundToBeStoredWhenTheAnswerCannotBeRead(Throwable failure) throws Exception {
        BreakingDataSource connections = new BreakingDataSource(url);
        connections.throwInsideTheAnswer(failure);
        assertStoredOnceByOneCall(connections, AppendRequest.builder());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aCommandIsFoundByItsId(Throwable failure) throws Exception {
        BreakingDataSource connections = new BreakingDataSource(url);
        connections.throwInsteadOfTheAnswer(failure);
        assertStoredOnceByOneCall(connections, AppendRequest.builder().commandId(new UUID(0, 7)));
    }

    private void assertStoredOnceByOneCall(BreakingDataSource connections, AppendRequest.Builder builder)
            throws Exception {
        AppendRequest request = builder.expect(A, ExpectedVersion.noStream())
                .append(NewEvent.of(A, new Deposited(1)))
                .build();
        try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
            assertThat(lanes.append(request)).isEqualTo(first(request, Map.of(A, 1L), 1));
            assertThat(connections.appends()).isEqualTo(1);
            assertThat(connections.opened()).as("the connection is not kept").isEqualTo(2);

            AppendRequest next = AppendRequest.to(A, ExpectedVersion.exactly(1), new Deposited(2));
            assertThat(lanes.append(next)).isEqualTo(first(next, Map.of(A, 2L), 2));
            assertThat(lanes.events()).isEqualTo("a 1 @1, a 2 @2");
        }
    }

    @Test
    void itsOutcomeIsUnknownWhenItCannotBeLookedUp() throws Exception {
        BreakingDataSource connections = new BreakingDataSource(
                url, Stream.generate(() -> Moment.LOOK_UP).limit(100).toArray(Moment[]::new));
        connections.throwInsteadOfTheAnswer(new NoClassDefFoundError("test"));
        AppendRequest request = AppendRequest.builder()
                .expect(A, ExpectedVersion.noStream())
                .append(NewEvent.of(A, new Deposited(1)))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
            lanes.assertFailureOf(request).isInstanceOf(UnknownOutcomeException.class);
            assertThat(lanes.events()).isEqualTo("a 1 @1");
        }
    }

    @Test
    void aConnectionThatThePoolHasTakenAwayIsReplaced() throws Exception {
        BreakingDataSource connections = new BreakingDataSource(url);
        try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
            for (long version = 0; version < 5; version++) {
                AppendRequest request = AppendRequest.to(A, ExpectedVersion.exactly(version), new Deposited(1));
                assertThat(lanes.append(request)).isEqualTo(first(request, Map.of(A, version + 1), version + 1));
                connections.takeAway();
            }
            assertThat(connections.appends()).isEqualTo(5);
        }
    }
}
