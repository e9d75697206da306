package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentTest {

    private static final StreamId ALICE = StreamId.of("account-alice");

    /** Made by {@code printf '%s' NAME | sha256sum}. Checkpoints in databases stand on them: none is ever changed. */
    @ParameterizedTest
    @CsvSource({
        "account-alice, 0, 2, 7, 711",
        "account-bob, 2, 4, 5, 461",
        "order-4711, 1, 3, 3, 475",
        "a, 2, 2, 2, 274",
        "größe-1, 1, 6, 5, 13",
        "🦊, 2, 1, 0, 744",
        "contract-a, 2, 5, 7, 87",
        "x y, 2, 1, 6, 678",
    })
    void aStreamLiesWhereTheHashOfItsNameSays(String name, int of3, int of7, int of8, int of1024) {
        StreamId stream = StreamId.of(name);

        assertThat(Segment.of(stream, 3)).isEqualTo(new Segment(of3, 3));
        assertThat(Segment.of(stream, 7)).isEqualTo(new Segment(of7, 7));
        assertThat(Segment.of(stream, 8)).isEqualTo(new Segment(of8, 8));
        assertThat(Segment.of(stream, 1_024)).isEqualTo(new Segment(of1024, 1_024));
    }

    @Test
    void exactlyOneSegmentContainsAStream() {
        for (int count : List.of(1, 2, 3, 7, 64)) {
            assertThat(IntStream.range(0, count)
                            .mapToObj(number -> new Segment(number, count))
                            .filter(segment -> segment.contains(ALICE)))
                    .containsExactly(Segment.of(ALICE, count));
        }
    }

    @Test
    void oneSegmentContainsEveryStream() {
        assertThat(Segment.of(ALICE, 1)).isEqualTo(Segment.ALL);
        assertThat(Segment.ALL.contains(ALICE)).isTrue();
        assertThat(Segment.ALL).isEqualTo(new Segment(0, 1));
    }

    @Test
    void segmentsDivideStreamsAboutEvenly() {
        int[] streams = new int[8];
        for (int number = 0; number < 8_000; number++) {
            streams[Segment.of(StreamId.of("account-" + number), 8).number()]++;
        }

        assertThat(streams).satisfies(counts -> {
            for (int count : counts) {
                assertThat(count).isBetween(850, 1_150);
            }
        });
    }

    @Test
    void aCountOutOfItsRangeIsRefused() {
        assertThat(new Segment(1_023, Segment.MOST).toString()).isEqualTo("1023/1024");
        for (int count : List.of(-1, 0, 1_025)) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> new Segment(0, count))
                    .withMessageStartingWith("A projection has 1 to 1024 segments, not " + count + ".");
        }
    }

    @Test
    void aNumberOutOfItsRangeIsRefused() {
        for (int number : List.of(-1, 4)) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> new Segment(number, 4))
                    .withMessageStartingWith("Of 4 segments the numbers are 0 to 3, not " + number + ".");
        }
    }
}
