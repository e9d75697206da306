package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AccountEvent.Deposited;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");

    @Test
    void anAppendKeepsStreamsAndEventsInTheOrderGiven() {
        NewEvent first = NewEvent.of(BOB, new Deposited(1));
        NewEvent second = NewEvent.of(ALICE, new Deposited(2));
        AppendRequest request = AppendRequest.builder()
                .expect(BOB, ExpectedVersion.any())
                .expect(ALICE, ExpectedVersion.noStream())
                .append(first)
                .append(second)
                .timeout(Duration.ofSeconds(3))
                .commandId(new UUID(0, 7))
                .readUpTo(42)
                .build();

        assertThat(request.expected())
                .containsExactly(Map.entry(BOB, ExpectedVersion.any()), Map.entry(ALICE, ExpectedVersion.noStream()));
        assertThat(request.events()).containsExactly(first, second);
        assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(request.commandId()).contains(new UUID(0, 7));
        assertThat(request.readUpTo()).isEqualTo(42);
    }

    @Test
    void anAppendToOneStreamGivesEachEventAnIdOfItsOwn() {
        AppendRequest request = AppendRequest.to(ALICE, ExpectedVersion.exactly(4), new Deposited(1), new Deposited(2));

        assertThat(request.events()).extracting(NewEvent::payload).containsExactly(new Deposited(1), new Deposited(2));
        assertThat(request.events()).extracting(NewEvent::id).doesNotHaveDuplicates();
        assertThat(request.expected()).containsExactly(Map.entry(ALICE, ExpectedVersion.exactly(4)));
        assertThat(request.timeout()).isEqualTo(AppendRequest.DEFAULT_TIMEOUT);
        assertThat(request.commandId()).isEmpty();
        assertThat(request.readUpTo()).isZero();
    }

    @Test
    void anAppendThatOnlyChecksIsAllowed() {
        AppendRequest request = AppendRequest.builder()
                .expect(ALICE, ExpectedVersion.exactly(2))
                .build();

        assertThat(request.events()).isEmpty();
    }

    @Test
    void anAppendDoesNotChangeWithItsBuilder() {
        AppendRequest.Builder builder = AppendRequest.builder().expect(ALICE, ExpectedVersion.noStream());
        AppendRequest request = builder.build();
        builder.expect(BOB, ExpectedVersion.noStream()).append(NewEvent.of(BOB, new Deposited(1)));

        assertThat(request.expected()).containsOnlyKeys(ALICE);
        assertThat(request.events()).isEmpty();
    }

    @Test
    void anAppendNamesAtLeastOneStream() {
        assertThatExceptionOfType(InvalidStreamException.class)
                .isThrownBy(() -> AppendRequest.builder().build())
                .withMessageStartingWith("An append names at least one stream.");
    }

    @Test
    void anAppendNamesAStreamOnce() {
        AppendRequest.Builder builder = AppendRequest.builder().expect(ALICE, ExpectedVersion.noStream());

        assertThatExceptionOfType(InvalidStreamException.class)
                .isThrownBy(() -> builder.expect(ALICE, ExpectedVersion.any()))
                .withMessageStartingWith("Stream 'account-alice' is named twice in one append.");
    }

    @Test
    void anAppendSaysWhatItExpectsOfEachStreamThatItWrites() {
        AppendRequest.Builder builder = AppendRequest.builder()
                .expect(ALICE, ExpectedVersion.noStream())
                .append(NewEvent.of(BOB, new Deposited(1)));

        assertThatExceptionOfType(InvalidStreamException.class)
                .isThrownBy(builder::build)
                .withMessageStartingWith(
                        "The append holds an event for stream 'account-bob' but does not say which version that"
                                + " stream must have: add expect(stream, version).");
    }

    @Test
    void anAppendDoesNotNameAStreamThatItNeitherWritesNorChecks() {
        AppendRequest.Builder builder = AppendRequest.builder().expect(ALICE, ExpectedVersion.any());

        assertThatExceptionOfType(InvalidStreamException.class)
                .isThrownBy(builder::build)
                .withMessageStartingWith(
                        "The append expects any version of stream 'account-alice' and writes nothing to it:"
                                + " leave the stream out.");
    }

    @Test
    void anAppendHoldsAnEventIdOnce() {
        NewEvent event = NewEvent.of(ALICE, new Deposited(1));
        AppendRequest.Builder builder = AppendRequest.builder().append(event);

        assertThatExceptionOfType(DuplicateEventException.class)
                .isThrownBy(() -> builder.append(event))
                .withMessageStartingWith("An event with id " + event.id() + " exists already.")
                .satisfies(duplicate -> assertThat(duplicate.eventId()).isEqualTo(event.id()));
    }

    @Test
    void anAppendHasAPositiveTimeout() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> AppendRequest.builder().timeout(Duration.ZERO))
                .withMessageStartingWith(
                        "AppendRequest: timeout is positive, not 0 s. " + ErrorCode.CONFIGURATION.help());
    }

    @Test
    void anAppendRestsOnNoNegativePosition() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> AppendRequest.builder().readUpTo(-1))
                .withMessageStartingWith("AppendRequest: readUpTo is at least 0, not -1.");
    }

    @Test
    void aReadKeepsItsStreamsInOrderAndStartsAtTheBeginning() {
        assertThat(ReadRequest.of(BOB, ALICE).after()).containsExactly(Map.entry(BOB, 0L), Map.entry(ALICE, 0L));
        assertThat(ReadRequest.of(List.of(BOB)).after()).containsExactly(Map.entry(BOB, 0L));
    }

    @Test
    void aReadDoesNotChangeAfterwards() {
        Map<StreamId, Long> given = new HashMap<>(Map.of(ALICE, 3L));
        ReadRequest request = new ReadRequest(given);
        given.put(BOB, 1L);

        assertThat(request.after()).containsExactly(Map.entry(ALICE, 3L));
        assertThatThrownBy(() -> request.after().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aReadNamesAtLeastOneStream() {
        assertThatExceptionOfType(InvalidStreamException.class)
                .isThrownBy(() -> ReadRequest.of())
                .withMessageStartingWith("A read names at least one stream.");
    }

    @Test
    void aReadStartsAtNoNegativeVersion() {
        assertThatExceptionOfType(InvalidStreamException.class)
                .isThrownBy(() -> new ReadRequest(Map.of(ALICE, -1L)))
                .withMessageStartingWith(
                        "Stream 'account-alice' cannot be read from after version -1; 0 reads it all.");
    }
}
