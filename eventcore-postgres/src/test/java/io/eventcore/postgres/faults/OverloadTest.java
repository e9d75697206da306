package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.OverloadedException;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More appends come than the database takes: those above the queue are refused at once and leave nothing behind. */
@ExtendWith(TestPostgresExtension.class)
class OverloadTest {

    private static final int CAPACITY = 100;

    /** What a lane takes before it finds the table locked. */
    private static final int LARGEST_BATCH = 512;

    private static final int APPENDS = 5_000;

    @Test
    void aFullQueueAnswersAtOnceKeepsNothingOfTheRefusedAndRecovers(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        PostgresConfig config = PostgresConfig.builder(url)
                .appendLanes(1)
                .appendQueueCapacity(CAPACITY)
                .build();
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Moved.class));
                Connection other = DriverManager.getConnection(url)) {
            store.initialize();
            other.setAutoCommit(false);
            Sql.execute(other, "LOCK TABLE events IN ACCESS EXCLUSIVE MODE");

            List<CompletableFuture<AppendResult>> accepted = new ArrayList<>();
            List<WeakReference<Object>> refused = new ArrayList<>();
            for (int nr = 0; nr < APPENDS; nr++) {
                Object payload = new Moved(nr, 1);
                CompletableFuture<AppendResult> append = store.appendAsync(
                        AppendRequest.to(StreamId.of("account-" + nr), ExpectedVersion.noStream(), payload));
                if (append.isDone()) {
                    assertThatThrownBy(append::join).hasCauseInstanceOf(OverloadedException.class);
                    refused.add(new WeakReference<>(payload));
                } else {
                    accepted.add(append);
                }
            }
            assertThat(accepted).hasSizeBetween(CAPACITY, CAPACITY + LARGEST_BATCH);
            await().until(() -> {
                System.gc();
                return refused.stream().allMatch(payload -> payload.get() == null);
            });

            other.rollback();
            for (CompletableFuture<AppendResult> append : accepted) {
                assertThat(append.get(5, TimeUnit.MINUTES).position()).isPositive();
            }
            store.append(AppendRequest.to(StreamId.of("afterwards"), ExpectedVersion.noStream(), new Moved(0, 1)));
            assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo(String.valueOf(accepted.size() + 1));
        }
    }
}
