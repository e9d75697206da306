package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.InvalidEventException;
import io.eventcore.Lease;
import io.eventcore.NewEvent;
import io.eventcore.SegmentState.Activity;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that PostgreSQL cannot hold is refused, not changed. */
@ExtendWith(TestPostgresExtension.class)
class UnusableTextTest {

    private static final StreamId STREAM = StreamId.of("a");

    private PostgresEventStore store;

    @BeforeEach
    void open(TestPostgres postgres) {
        store = PostgresEventStore.create(PostgresConfig.of(postgres.newDatabase()), EventTypes.of(Said.class));
        store.initialize();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "half \uD83D pair", "\uDE00", "ends with \uD83D"})
    void inAPayload(String text) {
        AppendRequest request = AppendRequest.to(STREAM, ExpectedVersion.noStream(), new Said(text));

        assertThatThrownBy(() -> store.append(request)).isInstanceOf(InvalidEventException.class);
        assertThat(store.read(STREAM)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "half \uD83D pair"})
    void inMetadata(String text) {
        EventMetadata metadata = EventMetadata.builder().custom("key", text).build();
        AppendRequest request = AppendRequest.builder()
                .expect(STREAM, ExpectedVersion.noStream())
                .append(new NewEvent(STREAM, EventId.random(), new Said("hello"), metadata))
                .build();

        assertThatThrownBy(() -> store.append(request)).isInstanceOf(InvalidEventException.class);
        assertThat(store.read(STREAM)).isEmpty();
    }

    @Test
    void anOversizeEventFailsAloneAmongItsNeighbours() {
        List<CompletableFuture<AppendResult>> neighbours = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            neighbours.add(append("before-" + i, "hello"));
        }
        CompletableFuture<AppendResult> oversize = append("oversize", "x".repeat(16 * 1024 * 1024));
        for (int i = 0; i < 249; i++) {
            neighbours.add(append("after-" + i, "hello"));
        }

        assertThatThrownBy(oversize::join)
                .hasCauseInstanceOf(InvalidEventException.class)
                .hasMessageContaining("the most is 16777216");
        assertThat(neighbours)
                .allSatisfy(append -> assertThat(append.join().position()).isPositive());
        assertThat(store.read(StreamId.of("oversize"))).isEmpty();
    }

    private CompletableFuture<AppendResult> append(String stream, String text) {
        return store.appendAsync(AppendRequest.to(StreamId.of(stream), ExpectedVersion.noStream(), new Said(text)));
    }

    @Test
    void aWholePairIsKept() {
        store.append(AppendRequest.to(STREAM, ExpectedVersion.noStream(), new Said("\uD83D\uDE00")));

        assertThat(store.read(STREAM))
                .singleElement()
                .satisfies(event -> assertThat(event.payload()).isEqualTo(new Said("\uD83D\uDE00")));
    }

    /** A message of an error is not worth another error: what cannot be held is replaced. */
    @Test
    void inAnErrorThatARunnerReportsItIsReplaced() throws Exception {
        Lease lease = Leased.open(store.projections(), "balances");

        store.projections().report(lease, Activity.RETRYING, Optional.of("NUL \0 and half a pair \uD800"));

        assertThat(store.projections().segments().get(0).error()).contains("NUL \uFFFD and half a pair ?");
    }

    /** An event with a text. */
    @EventType("said")
    public record Said(String text) {}
}
