package io.eventcore.postgres.internal.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventCoreException;
import io.eventcore.ExpectedVersion;
import io.eventcore.InvalidEventException;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import io.eventcore.postgres.Deposited;
import io.eventcore.postgres.Sql;
import io.eventcore.postgres.internal.append.BreakingDataSource.Moment;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A batch whose requests end in different ways while nobody knows what became of the first call. */
@ExtendWith(TestPostgresExtension.class)
class BatchSenderTest {

    private static final UUID ID = new UUID(0, 7);

    private final Told told = new Told();
    private String url = "";

    @BeforeEach
    void create(TestPostgres postgres) {
        url = postgres.newDatabase();
        BreakingLanes.initialize(url);
    }

    @Test
    void aConflictInABatchInDoubtHurtsNobodyElse() throws Exception {
        send(List.of(append("taken", ExpectedVersion.noStream())));
        PendingAppend first = append("a", ExpectedVersion.noStream());
        PendingAppend refused = append("taken", ExpectedVersion.noStream());
        PendingAppend last = append("b", ExpectedVersion.any());

        BreakingDataSource connections = send(List.of(first, refused, last), Moment.AFTER_APPEND);

        told.assertStored(first, "a", 1, 2);
        told.assertStored(last, "b", 1, 3);
        told.assertFailed(refused, VersionConflictException.class);
        assertThat(connections.left()).isZero();
        assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo("3");
    }

    @Test
    void theLookUpAfterASecondConflictBreaksTooAndEachStillGetsItsOutcome() throws Exception {
        send(List.of(append("taken", ExpectedVersion.noStream())));
        PendingAppend stored = append("a", ExpectedVersion.noStream());
        PendingAppend refused = append("taken", ExpectedVersion.noStream());

        // Nothing of the first call arrives; the second one is committed before the look-up for the conflict breaks.
        BreakingDataSource connections =
                send(List.of(stored, refused), Moment.BEFORE_APPEND, Moment.AFTER_APPEND, Moment.LOOK_UP);

        told.assertStored(stored, "a", 1, 2);
        told.assertFailed(refused, VersionConflictException.class);
        assertThat(connections.left()).isZero();
        assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo("2");
    }

    @Test
    void aRequestThatPostgresRefusesStandsAloneAlsoInABatchInDoubt() throws Exception {
        PendingAppend first = append("a", ExpectedVersion.noStream());
        PendingAppend poison = poison("p");
        PendingAppend last = append("b", ExpectedVersion.noStream());

        BreakingDataSource connections = send(List.of(first, poison, last), Moment.BEFORE_APPEND);

        assertThat(told.stored).containsOnlyKeys(first, last);
        told.assertFailed(poison, InvalidEventException.class);
        assertThat(connections.left()).isZero();
        assertThat(Sql.query(url, "SELECT string_agg(stream_id, ' ' ORDER BY stream_id) FROM events"))
                .isEqualTo("a b");
    }

    @Test
    void repetitionsInABatchAreToldAndTheRestIsSentByOneCallMore() throws Exception {
        PendingAppend done = command(ID, "a");
        send(List.of(done));
        PendingAppend repeated = command(ID, "r");
        PendingAppend conflicting = command(ID, "a");
        PendingAppend plain = append("b", ExpectedVersion.noStream());
        PendingAppend other = command(new UUID(0, 8), "c");

        BreakingDataSource connections = send(List.of(plain, repeated, conflicting, other));

        AppendResult first = new AppendResult(Map.of(StreamId.of("a"), 1L), 1, done.eventIds(), false);
        assertThat(told.stored)
                .containsEntry(done, first)
                .containsEntry(repeated, first.asRepeated())
                .containsEntry(conflicting, first.asRepeated())
                .containsKeys(plain, other);
        assertThat(connections.appends()).isEqualTo(2);
        assertThat(Sql.query(url, "SELECT string_agg(stream_id, ' ' ORDER BY stream_id) FROM events"))
                .isEqualTo("a b c");
    }

    @Test
    void oneThatDoesNotFollowThoseBeforeItIsNotSentWithThem() {
        PendingAppend first = append("a", ExpectedVersion.noStream());
        PendingAppend stale = append("a", ExpectedVersion.noStream());

        BreakingDataSource connections = send(List.of(first, stale));

        told.assertStored(first, "a", 1, 1);
        told.assertFailed(stale, VersionConflictException.class);
        assertThat(connections.appends()).isEqualTo(1);
    }

    private BreakingDataSource send(List<PendingAppend> batch, Moment... moments) {
        BreakingDataSource connections = new BreakingDataSource(url, moments);
        Database database = BreakingLanes.database(connections::connect);
        AppendTelemetry telemetry = BreakingLanes.telemetry();
        LaneConnection lane = new LaneConnection(
                database, Connection.TRANSACTION_SERIALIZABLE, BreakingLanes.forgetful(), telemetry.lane());
        new BatchSender(lane, new AppendRetries(database.recovery(), telemetry), told).send(batch);
        lane.giveBack();
        return connections;
    }

    private static PendingAppend append(String stream, ExpectedVersion expected) {
        return BreakingLanes.encoder()
                .encode(AppendRequest.to(StreamId.of(stream), expected, new Deposited(1)), AppendReport.NONE);
    }

    private static PendingAppend command(UUID id, String stream) {
        StreamId written = StreamId.of(stream);
        return BreakingLanes.encoder()
                .encode(
                        AppendRequest.builder()
                                .commandId(id)
                                .expect(written, ExpectedVersion.noStream())
                                .append(NewEvent.of(written, new Deposited(1)))
                                .build(),
                        AppendReport.NONE);
    }

    /** JSON with a NUL character, which PostgreSQL does not take. */
    private static PendingAppend poison(String stream) {
        NewEvent event = NewEvent.of(StreamId.of(stream), new Deposited(1));
        EncodedEvent encoded = new EncodedEvent(
                event.stream(), 1, event.id().toString(), "deposited", 1, "{\"text\": \"\\u0000\"}", "{}");
        AppendRequest request = AppendRequest.builder()
                .expect(event.stream(), ExpectedVersion.noStream())
                .append(event)
                .build();
        return new PendingAppend(request, List.of(encoded), System.nanoTime(), AppendReport.NONE);
    }

    /** What a batch's callers are told. */
    private static final class Told implements BatchSender.Outcomes {
        private final Map<PendingAppend, AppendResult> stored = new HashMap<>();
        private final Map<PendingAppend, EventCoreException> failed = new HashMap<>();
        private final List<PendingAppend> settled = new ArrayList<>();
        private final List<PendingAppend> settledAsStored = new ArrayList<>();

        @Override
        public void settled(List<PendingAppend> batch, boolean known) {
            batch.forEach(append -> {
                assertThat(settled).as("settled once").doesNotContain(append);
                settled.add(append);
                if (known) {
                    settledAsStored.add(append);
                }
            });
        }

        @Override
        public void stored(PendingAppend append, AppendResult result) {
            assertToldOnce(append);
            assertThat(settledAsStored.contains(append))
                    .as("whoever rests on it may go on, unless it did nothing now")
                    .isEqualTo(!result.repeated());
            stored.put(append, result);
        }

        @Override
        public void failed(PendingAppend append, EventCoreException failure) {
            assertToldOnce(append);
            failed.put(append, failure);
        }

        private void assertToldOnce(PendingAppend append) {
            assertThat(settled).as("settled before it is told").contains(append);
            assertThat(stored).as("told once").doesNotContainKey(append);
            assertThat(failed).as("told once").doesNotContainKey(append);
        }

        void assertStored(PendingAppend append, String stream, long version, long position) {
            assertThat(stored)
                    .containsEntry(
                            append,
                            new AppendResult(Map.of(StreamId.of(stream), version), position, append.eventIds(), false));
        }

        void assertFailed(PendingAppend append, Class<? extends EventCoreException> type) {
            assertThat(failed.get(append)).isInstanceOf(type);
            assertThat(settledAsStored).as("whoever rests on it decides again").doesNotContain(append);
        }
    }
}
