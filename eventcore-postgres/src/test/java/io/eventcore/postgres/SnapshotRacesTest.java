package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.CommandExecutor;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.Snapshots;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever writes at once, a snapshot is the newest, and holds what is stored and nothing else. */
@ExtendWith(TestPostgresExtension.class)
class SnapshotRacesTest {

    private static final StreamId A = StreamId.of("a");
    private static final Snapshots<Till> KEPT = Snapshots.of(Till.NAME, 1, Till.class);

    private final List<PostgresEventStore> opened = new ArrayList<>();
    private String url = "";
    private PostgresEventStore store;

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        store = newStore();
        store.initialize();
    }

    private PostgresEventStore newStore() {
        PostgresEventStore made = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class));
        opened.add(made);
        return made;
    }

    @AfterEach
    void close() {
        opened.forEach(PostgresEventStore::close);
    }

    private Optional<StreamState<Till>> loaded() {
        return Optional.ofNullable(
                store.snapshots().load(Set.of(A), KEPT, Duration.ofSeconds(10)).get(A));
    }

    @Test
    void storesThatRaceLeaveTheNewest() {
        store.append(AppendRequest.to(
                A,
                ExpectedVersion.noStream(),
                Collections.nCopies(200, new Deposited(1)).toArray()));
        List<PostgresEventStore> stores = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            stores.add(newStore());
        }
        for (long version = 200; version > 0; version--) {
            stores.get((int) version % 4).snapshots().offer(A, KEPT, version, new Till(version, version));
        }
        stores.forEach(PostgresEventStore::close);

        assertThat(loaded()).contains(new StreamState<>(200, 200, new Till(200, 200)));
    }

    /** Commands that decide on what is on its way, of which some is never stored: no snapshot may hold that. */
    @Test
    void hotStreamsLeaveSnapshotsOfWhatIsStored() {
        CommandExecutor executor = PatientWaits.executor(store);
        CommandExecutor other = PatientWaits.executor(newStore());
        List<CompletableFuture<?>> running = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            running.add((i % 5 == 0 ? other : executor).executeAsync(Till.deposit(A, 1 + i % 3)));
            if (i % 20 == 0) {
                assertThatTheSnapshotIsTrue();
            }
        }
        running.forEach(CompletableFuture::join);

        await().until(() -> loaded().map(StreamState::version).orElse(0L) >= 1_190);
        assertThatTheSnapshotIsTrue();
    }

    private void assertThatTheSnapshotIsTrue() {
        loaded().ifPresent(this::assertThatItIsTrue);
    }

    private void assertThatItIsTrue(StreamState<Till> found) {
        List<StoredEvent<Object>> events = store.read(A).subList(0, (int) found.version());
        long cents = events.stream()
                .mapToLong(event -> ((Deposited) event.payload()).cents())
                .sum();
        assertThat(found.state()).isEqualTo(new Till(cents, found.version()));
        assertThat(found.position()).isEqualTo(events.get(events.size() - 1).position());
    }
}
