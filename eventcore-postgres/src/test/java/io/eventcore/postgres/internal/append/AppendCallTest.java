package io.eventcore.postgres.internal.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How a batch becomes columns. */
class AppendCallTest {

    private final NewEvent firstOfC = Appends.event("c");
    private final NewEvent onlyOfA = Appends.event("a");
    private final NewEvent secondOfC = Appends.event("c");
    private final NewEvent onlyOfB = Appends.event("b");

    private final AppendCall call = new AppendCall(List.of(
            Appends.of(AppendRequest.builder()
                    .expect(StreamId.of("c"), ExpectedVersion.exactly(7))
                    .expect(StreamId.of("read"), ExpectedVersion.exactly(5))
                    .expect(StreamId.of("a"), ExpectedVersion.noStream())
                    .append(firstOfC)
                    .append(onlyOfA)
                    .append(secondOfC)
                    .build()),
            Appends.of(AppendRequest.builder()
                    .expect(StreamId.of("read"), ExpectedVersion.exactly(5))
                    .expect(StreamId.of("b"), ExpectedVersion.any())
                    .append(onlyOfB)
                    .build())));

    @Test
    void streamsAreNamedOnceAndSorted() {
        assertThat(call.streamIds).containsExactly("a", "b", "c", "read");
    }

    @Test
    void streamsCarryTheVersionThatTheyMustHaveAndHowManyEventsTheyGet() {
        assertThat(call.expected).containsExactly(0, -1, 7, 5);
        assertThat(call.added).containsExactly(1, 1, 2, 0);
    }

    @Test
    void usesTellWhichRequestNamesWhichStreamCountedFromOne() {
        assertThat(call.useRequest).containsExactly(0, 0, 0, 1, 1);
        assertThat(call.useStream).containsExactly(3, 4, 1, 4, 2);
    }

    @Test
    void placesFollowTheOrderOfTheRequestCountedFromZero() {
        assertThat(call.placesOf(0)).containsExactly(2, 3, 0);
        assertThat(call.placesOf(1)).containsExactly(3, 1);
    }

    @Test
    void eventsKeepTheirOrderAndAreNumberedPerStream() {
        assertThat(call.eventRequest).containsExactly(0, 0, 0, 1);
        assertThat(call.eventStream).containsExactly(3, 1, 3, 2);
        assertThat(call.eventNth).containsExactly(1, 1, 2, 1);
        assertThat(call.eventId)
                .containsExactly(
                        firstOfC.id().toString(),
                        onlyOfA.id().toString(),
                        secondOfC.id().toString(),
                        onlyOfB.id().toString());
    }

    @Test
    void onlyRequestsWithACommandIdAreCommands() {
        UUID id = new UUID(0, 7);
        AppendCall mixed = new AppendCall(List.of(
                Appends.writing("x"),
                Appends.of(AppendRequest.builder()
                        .commandId(id)
                        .expect(StreamId.of("y"), ExpectedVersion.exactly(2))
                        .readUpTo(17)
                        .build())));

        assertThat(call.hasCommands()).isFalse();
        assertThat(mixed.hasCommands()).isTrue();
        assertThat(mixed.commandRequest).containsExactly(1);
        assertThat(mixed.commandId).containsExactly(id.toString());
        assertThat(mixed.commandReadUpTo).containsExactly(17);
    }

    @Test
    void streamsAreSortedAlikeInWhateverOrderTheyAreNamed() {
        AppendCall oneWay = new AppendCall(List.of(Appends.writing("x", "B", "é", "a")));
        AppendCall theOther = new AppendCall(List.of(Appends.writing("a", "é", "B", "x")));

        assertThat(oneWay.streamIds).isEqualTo(theOther.streamIds).containsExactly("B", "a", "x", "é");
    }
}
