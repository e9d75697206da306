package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomBlocksTest {

    @Test
    void noBytesAreGivenOutTwice() {
        RandomBlocks random = new RandomBlocks();
        Set<List<Byte>> ids = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 100_000).parallel().forEach(i -> ids.add(next(random, 10)));

        assertThat(ids).hasSize(100_000);
    }

    @Test
    void twoOfThemGoDifferentWays() {
        Set<List<Byte>> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(next(new RandomBlocks(), 10));
        }

        assertThat(ids).hasSize(1_000);
    }

    @Test
    void everyByteIsFilledAcrossTheEndOfABlock() {
        RandomBlocks random = new RandomBlocks();
        byte[] seen = new byte[3 * 4_096 + 7];
        for (int round = 0; round < 10; round++) {
            byte[] bytes = new byte[seen.length];
            random.nextBytes(bytes);
            for (int i = 0; i < seen.length; i++) {
                seen[i] |= bytes[i];
            }
        }

        // A byte that is drawn ten times is 0 each time once in 2^80.
        assertThat(seen).doesNotContain(0);
    }

    @Test
    void eachBitIsSetHalfOfTheTime() {
        RandomBlocks random = new RandomBlocks();
        int draws = 100_000;
        int[] set = new int[Integer.SIZE];
        for (int i = 0; i < draws; i++) {
            int value = random.nextInt();
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                set[bit] += value >>> bit & 1;
            }
        }

        // 3 % is nine standard deviations and more.
        assertThat(Arrays.stream(set).boxed()).allMatch(count -> count > draws * 47 / 100 && count < draws * 53 / 100);
    }

    private static List<Byte> next(RandomBlocks random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        Byte[] boxed = new Byte[count];
        for (int i = 0; i < count; i++) {
            boxed[i] = bytes[i];
        }
        return List.of(boxed);
    }
}
