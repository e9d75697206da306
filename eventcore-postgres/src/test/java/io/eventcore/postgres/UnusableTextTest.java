package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.InvalidEventException;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
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
    void aWholePairIsKept() {
        store.append(AppendRequest.to(STREAM, ExpectedVersion.noStream(), new Said("\uD83D\uDE00")));

        assertThat(store.read(STREAM))
                .singleElement()
                .satisfies(event -> assertThat(event.payload()).isEqualTo(new Said("\uD83D\uDE00")));
    }

    /** An event with a text. */
    @EventType("said")
    public record Said(String text) {}
}
