package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamIdTest {

    private static final String GRINNING_FACE = "\uD83D\uDE00";

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "account-4711", "with space", "%_\\'\"", "Straße", "\uD83D\uDE00", "\uFFFF", "\u00A0a"})
    void keepsItsNameAsGiven(String name) {
        assertThat(StreamId.of(name).value()).isEqualTo(name);
        assertThat(StreamId.of(name)).hasToString(name).isEqualTo(new StreamId(name));
    }

    @Test
    void holds255CodePointsHoweverManyCharsTheyTake() {
        assertThat(StreamId.of("x".repeat(255)).value()).hasSize(255);
        assertThat(StreamId.of(GRINNING_FACE.repeat(255)).value()).hasSize(510);
    }

    static Stream<Arguments> malformedNames() {
        return Stream.of(
                Arguments.of("", "A stream id must not be empty or blank."),
                Arguments.of("   ", "A stream id must not be empty or blank."),
                Arguments.of("\t", "A stream id must not be empty or blank."),
                Arguments.of(" a", "Stream id ' a' starts or ends with white space."),
                Arguments.of("a ", "Stream id 'a ' starts or ends with white space."),
                Arguments.of(
                        "a\u0000b",
                        "A stream id must not hold control characters or unpaired surrogates; this one holds U+0000."),
                Arguments.of(
                        "a\nb",
                        "A stream id must not hold control characters or unpaired surrogates; this one holds U+000A."),
                Arguments.of(
                        "a\u009Fb",
                        "A stream id must not hold control characters or unpaired surrogates; this one holds U+009F."),
                Arguments.of(
                        "a\uD83Db",
                        "A stream id must not hold control characters or unpaired surrogates; this one holds U+D83D."),
                Arguments.of(
                        "a\uDE00",
                        "A stream id must not hold control characters or unpaired surrogates; this one holds U+DE00."),
                Arguments.of(
                        "x".repeat(256),
                        "A stream id has at most 255 characters; this one has 256 and starts with '" + "x".repeat(40)
                                + "'."),
                Arguments.of(
                        GRINNING_FACE.repeat(256),
                        "A stream id has at most 255 characters; this one has 256 and starts with '"
                                + GRINNING_FACE.repeat(40) + "'."));
    }

    @ParameterizedTest
    @MethodSource("malformedNames")
    void refusesAMalformedNameAndSaysWhy(String name, String message) {
        assertThatExceptionOfType(InvalidStreamException.class)
                .isThrownBy(() -> StreamId.of(name))
                .withMessageStartingWith(message);
    }

    @Test
    void sortsAsTheBytesOfItsUtf8Do() {
        Random random = new Random(4711);
        for (int i = 0; i < 50_000; i++) {
            StreamId a = StreamId.of(randomName(random));
            StreamId b = StreamId.of(randomName(random));

            assertThat(Integer.signum(a.compareTo(b)))
                    .as("%s <=> %s", a, b)
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(utf8(a), utf8(b))));
        }
    }

    /** Few different characters, from each length of UTF-8 and around the surrogates, so that prefixes are shared. */
    private static String randomName(Random random) {
        int[] alphabet = {'a', 'b', 'é', 'ß', 0x20AC, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x1F600, 0x10FFFF};
        StringBuilder name = new StringBuilder();
        for (int left = 1 + random.nextInt(5); left > 0; left--) {
            name.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return name.toString();
    }

    private static byte[] utf8(StreamId id) {
        return id.value().getBytes(StandardCharsets.UTF_8);
    }
}
