package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.CommandExecutor;
import io.eventcore.EventFilter;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.InvalidEventException;
import io.eventcore.NewEvent;
import io.eventcore.StoredEvent;
import io.eventcore.testkit.ContractCommands.Count;
import io.eventcore.testkit.ContractEvent.Noted;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Metadata comes back as they were written, and the executor fills in what caused an event. */
abstract class MetadataContract extends ContractTest {

    private static final String UNICODE = "Zoë \u4e2d\u6587 \ud83d\ude80 \"quoted\" \\ % _ \u0001 \n\t'";

    MetadataContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void everyFieldComesBackAsWritten() {
        EventMetadata metadata = EventMetadata.builder()
                .correlationId("order 4711")
                .causationId("click 12")
                .userId("zoe")
                .traceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .traceState("vendor=t61rcWkgMzE")
                .custom("tenant", "north")
                .custom("ip", "192.0.2.7")
                .build();

        appendWith(metadata);

        assertThat(store.read(A)).extracting(StoredEvent::metadata).containsExactly(metadata);
        assertThat(feed(EventFilter.all())).extracting(StoredEvent::metadata).containsExactly(metadata);
    }

    @Test
    void anyTextIsKept() {
        EventMetadata metadata = EventMetadata.builder()
                .correlationId(UNICODE)
                .causationId("")
                .userId(UNICODE)
                .custom(UNICODE, UNICODE)
                .custom("correlationId", "not the correlation id")
                .custom("custom", "{\"custom\": null}")
                .custom("empty", "")
                .build();

        appendWith(metadata);

        assertThat(store.read(A)).extracting(StoredEvent::metadata).containsExactly(metadata);
    }

    @Test
    void eachEventHasItsOwnMetadata() {
        EventMetadata first = EventMetadata.builder().userId("zoe").build();
        EventMetadata second = EventMetadata.builder().custom("tenant", "south").build();
        store.append(AppendRequest.builder()
                .expect(A, ExpectedVersion.noStream())
                .append(new NewEvent(A, EventId.random(), new Noted("by zoe"), first))
                .append(new NewEvent(A, EventId.random(), new Noted("by nobody"), EventMetadata.empty()))
                .append(new NewEvent(A, EventId.random(), new Noted("in the south"), second))
                .build());

        assertThat(store.read(A))
                .extracting(StoredEvent::metadata)
                .containsExactly(first, EventMetadata.empty(), second);
    }

    @Test
    void aNulCharacterIsRefusedAndNothingIsStored() {
        EventMetadata metadata =
                EventMetadata.builder().custom("note", "before\0after").build();

        assertThatThrownBy(() -> appendWith(metadata)).isInstanceOf(InvalidEventException.class);

        assertThat(version(A)).isZero();
    }

    @Test
    void theExecutorNamesTheCommandAsCorrelationAndCause() {
        ExecutionResult result = executor(store).execute(new Count(A));

        EventMetadata metadata = store.read(A).get(0).metadata();
        assertThat(metadata.correlationId()).contains(result.commandId().toString());
        assertThat(metadata.causationId()).contains(result.commandId().toString());
    }

    @Test
    void theExecutorKeepsWhatTheCallerSaid() {
        EventMetadata given = EventMetadata.builder()
                .correlationId("order 4711")
                .causationId("click 12")
                .userId("zoe")
                .custom("tenant", "north")
                .build();

        executor(store).execute(new Count(A), ExecutionOptions.defaults().withMetadata(given));

        assertThat(store.read(A)).extracting(StoredEvent::metadata).containsExactly(given);
    }

    @Test
    void eventsAreFoundByTheirCorrelationId() {
        ExecutionOptions wanted = ExecutionOptions.defaults()
                .withMetadata(EventMetadata.builder().correlationId(UNICODE).build());
        CommandExecutor executor = executor(store);
        executor.execute(new Count(A));
        EventId first = executor.execute(new Count(A), wanted).events().get(0);
        append(B, new Noted("without metadata"));
        EventId second = executor.execute(new Count(C), wanted).events().get(0);

        assertThat(feed(EventFilter.all().withCorrelationId(UNICODE)))
                .extracting(StoredEvent::id)
                .containsExactly(first, second);
    }

    @Test
    void metadataOfAConsequencePointToItsCause() {
        executor(store).execute(new Count(A));
        StoredEvent<Object> cause = store.read(A).get(0);

        appendWith(EventMetadata.causedBy(cause));

        EventMetadata metadata = store.read(A).get(1).metadata();
        assertThat(metadata.causationId()).contains(cause.id().toString());
        assertThat(metadata.correlationId()).isEqualTo(cause.metadata().correlationId());
        assertThat(metadata.userId()).isEqualTo(Optional.empty());
    }

    private void appendWith(EventMetadata metadata) {
        store.append(AppendRequest.builder()
                .expect(A, ExpectedVersion.any())
                .append(new NewEvent(A, EventId.random(), new Noted("noted"), metadata))
                .build());
    }
}
