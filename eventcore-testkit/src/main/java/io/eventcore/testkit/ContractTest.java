package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.CommandExecutor;
import io.eventcore.EventFilter;
import io.eventcore.EventStore;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import io.eventcore.testkit.ContractEvent.Noted;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all suites share: a store for each test, and short words for what they do with it. */
abstract class ContractTest {

    static final StreamId A = StreamId.of("contract-a");
    static final StreamId B = StreamId.of("contract-b");
    static final StreamId C = StreamId.of("contract-c");

    final EventStoreContract adapter;
    final ContractSizes sizes;
    EventStore store;

    ContractTest(EventStoreContract adapter) {
        this.adapter = adapter;
        this.sizes = adapter.sizes();
    }

    @BeforeEach
    final void openStore() {
        store = adapter.newStore(ContractEvent.TYPES);
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    /** Appends to a stream, whatever its version is. */
    final AppendResult append(StreamId stream, Object... payloads) {
        AppendRequest.Builder request =
                AppendRequest.builder().expect(stream, ExpectedVersion.any()).timeout(EventStoreContract.PATIENCE);
        for (Object payload : payloads) {
            request.append(NewEvent.of(stream, payload));
        }
        return store.append(request.build());
    }

    /** Executes commands on a store, and gives each the time that a busy machine may need. */
    static CommandExecutor executor(EventStore store) {
        return CommandExecutor.builder(store)
                .defaultOptions(ExecutionOptions.defaults().withTimeout(EventStoreContract.PATIENCE))
                .build();
    }

    /** Makes the stream have this version. */
    final void fill(StreamId stream, int version) {
        if (version > 0) {
            append(stream, notes(version));
        }
    }

    static Object[] notes(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Noted("note " + number))
                .toArray();
    }

    final long version(StreamId stream) {
        Long version = store.read(ReadRequest.of(stream), event -> {}).get(stream);
        if (version == null) {
            throw new AssertionError("The read does not tell the version of " + stream + ".");
        }
        return version;
    }

    final List<Object> payloads(StreamId stream) {
        return store.read(stream).stream().<Object>map(StoredEvent::payload).toList();
    }

    final VersionConflictException conflictOf(AppendRequest request) {
        VersionConflictException conflict =
                catchThrowableOfType(VersionConflictException.class, () -> store.append(request));
        assertThat(conflict).as("%s must conflict", request).isNotNull();
        return conflict;
    }

    /** The first events of the whole store that match. */
    final List<StoredEvent<Object>> feed(EventFilter filter) {
        return store.feed().read(0, filter, 1_000).events();
    }
}
