package io.eventcore.postgres.faults;

import io.eventcore.AppendRequest;
import io.eventcore.CommandExecutor;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.OverloadedException;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.postgres.Noted;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.projections.Delivery;
import io.eventcore.projections.ExternalProjection;
import io.eventcore.projections.ProjectionGroup;
import io.eventcore.projections.ProjectionRunner;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** Works on large events in a process of its own, whose heap is small, and writes how many events it has met. */
final class SmallHeapProcess {

    /** The work. */
    enum Work {
        READ_ONE_STREAM,
        READ_SEVERAL_STREAMS,
        PROJECT,
        PROJECT_IN_A_GROUP,
        EXECUTE_COMMANDS,
        KEEP_LARGE_STATES,
        APPEND_TO_A_BUSY_DATABASE
    }

    static final int STREAMS = 60;
    static final int APPENDS = 500;

    private static final Duration LONG = Duration.ofMinutes(10);

    private SmallHeapProcess() {}

    /** Arguments: the URL of a database, and the work. */
    public static void main(String[] arguments) throws Exception {
        PostgresConfig config = PostgresConfig.builder(arguments[0])
                .connectTimeout(LONG)
                .queryTimeout(LONG)
                .build();
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Noted.class))) {
            long met = switch (Work.valueOf(arguments[1])) {
                case READ_ONE_STREAM -> read(store, "large-0");
                case READ_SEVERAL_STREAMS -> read(store, "large-0", "large-1", "large-2");
                case PROJECT -> project(store);
                case PROJECT_IN_A_GROUP -> projectInAGroup(store);
                case EXECUTE_COMMANDS -> execute(store, count());
                case KEEP_LARGE_STATES -> execute(store, texts());
                case APPEND_TO_A_BUSY_DATABASE -> append(store, arguments[0]);
            };
            System.out.println("done " + met);
        }
    }

    private static long read(PostgresEventStore store, String... streams) {
        AtomicLong count = new AtomicLong();
        StreamId[] ids = new StreamId[streams.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = StreamId.of(streams[i]);
        }
        store.read(ReadRequest.of(ids).withTimeout(LONG), event -> count.incrementAndGet());
        return count.get();
    }

    /**
     * Counts.
     *
     * @param name what its checkpoint is kept under
     * @param count how many events it was given
     */
    private record Counting(String name, AtomicLong count) implements ExternalProjection<Noted> {
        @Override
        public void apply(StoredEvent<Noted> event, Delivery delivery) {
            count.incrementAndGet();
        }
    }

    private static long project(PostgresEventStore store) {
        AtomicLong count = new AtomicLong();
        try (ProjectionRunner runner = new ProjectionRunner(store, new Counting("counting", count))) {
            runner.runUntilCaughtUp();
        }
        return count.get();
    }

    private static long projectInAGroup(PostgresEventStore store) throws Exception {
        AtomicLong count = new AtomicLong();
        ProjectionGroup group = ProjectionGroup.of(store);
        for (int i = 0; i < 8; i++) {
            group.with(new Counting("counting-" + i, count));
        }
        long head = store.feed().head();
        try (group) {
            group.start();
            for (ProjectionRunner runner : group.runners()) {
                if (!runner.awaitPosition(head, LONG)) {
                    throw new IllegalStateException("not there in time: " + runner.status());
                }
            }
        }
        return count.get();
    }

    private static StreamFold<Long, Noted> count() {
        return StreamFold.over(Noted.class, 0L)
                .on(Noted.class, (count, noted) -> count + 1)
                .build();
    }

    private static StreamFold<List<String>, Noted> texts() {
        return StreamFold.over(Noted.class, List.<String>of())
                .on(Noted.class, (texts, noted) -> {
                    List<String> more = new ArrayList<>(texts);
                    more.add(noted.text());
                    return more;
                })
                .build();
    }

    private record Note<T>(StreamId stream, StreamFold<T, Noted> fold) implements StreamCommand<T, Noted> {
        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public Writes<Noted> handle(StreamStates<T> states) {
            return Writes.to(stream, new Noted("x"));
        }
    }

    private static long execute(PostgresEventStore store, StreamFold<?, Noted> fold) {
        CommandExecutor executor = CommandExecutor.builder(store)
                .defaultOptions(ExecutionOptions.defaults().withTimeout(LONG))
                .build();
        for (int i = 0; i < STREAMS; i++) {
            executor.execute(new Note<>(StreamId.of("stream-" + i), fold));
        }
        return STREAMS;
    }

    /** Returns how many were neither accepted nor refused as too many. */
    private static long append(PostgresEventStore store, String url) throws SQLException {
        List<CompletableFuture<?>> accepted = new ArrayList<>();
        int refused = 0;
        try (Connection lock = DriverManager.getConnection(url)) {
            lock.setAutoCommit(false);
            Sql.execute(lock, "LOCK TABLE event_streams IN ACCESS EXCLUSIVE MODE");
            for (int i = 0; i < APPENDS; i++) {
                String text = Character.toString('a' + i % 26).repeat(1_000_000);
                CompletableFuture<?> append = store.appendAsync(AppendRequest.builder()
                        .expect(StreamId.of("appended-" + i), ExpectedVersion.noStream())
                        .append(NewEvent.of(StreamId.of("appended-" + i), new Noted(text)))
                        .timeout(LONG)
                        .build());
                if (append.isCompletedExceptionally()) {
                    refused++;
                    requireOverload(append);
                } else {
                    accepted.add(append);
                }
            }
            lock.rollback();
        }
        accepted.forEach(CompletableFuture::join);
        return (long) accepted.size() + refused;
    }

    private static void requireOverload(CompletableFuture<?> refused) {
        try {
            refused.join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof OverloadedException)) {
                throw e;
            }
        }
    }
}
