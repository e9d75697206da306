package io.eventcore.postgres.internal.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import org.junit.jupiter.api.Test;

/** What requests of one call may expect. */
class ExpectationsTest {

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");

    private final Expectations expectations = new Expectations();

    @Test
    void theFirstOneMayExpectAnything() {
        assertThat(expectations.take(adding(0, 7))).isTrue();
    }

    @Test
    void whoeverFollowsExpectsTheFirstVersionAndWhatWasAdded() {
        expectations.take(adding(2, 5));

        assertThat(expectations.take(adding(1, 5)))
                .as("as if nobody were before")
                .isFalse();
        assertThat(expectations.take(adding(1, 6))).isFalse();
        assertThat(expectations.take(adding(1, 7))).isTrue();
        assertThat(expectations.take(adding(0, 8))).as("also if it only reads").isTrue();
        assertThat(expectations.take(adding(1, 8))).isTrue();
    }

    @Test
    void readersOfOneVersionGoTogether() {
        assertThat(expectations.take(adding(0, 0))).isTrue();
        assertThat(expectations.take(adding(0, 0))).isTrue();
        assertThat(expectations.take(adding(0, 1))).isFalse();
    }

    @Test
    void nobodyKnowsWhatAStreamBecomesThatIsTakenAsItIs() {
        expectations.take(Appends.writing("a"));

        assertThat(expectations.take(adding(1, 1))).isFalse();
        assertThat(expectations.take(Appends.writing("a"))).isFalse();
    }

    @Test
    void oneThatDoesNotFitLeavesNothingBehind() {
        expectations.take(adding(1, 5));
        AppendRequest both = AppendRequest.builder()
                .expect(B, ExpectedVersion.exactly(3))
                .expect(A, ExpectedVersion.exactly(5))
                .append(Appends.event("b"))
                .build();

        assertThat(expectations.take(Appends.of(both))).isFalse();
        assertThat(expectations.take(Appends.reading("b", 0))).isTrue();
    }

    private static PendingAppend adding(int events, long expected) {
        AppendRequest.Builder request = AppendRequest.builder().expect(A, ExpectedVersion.exactly(expected));
        for (int i = 0; i < events; i++) {
            request.append(Appends.event("a"));
        }
        return Appends.of(request.build());
    }
}
