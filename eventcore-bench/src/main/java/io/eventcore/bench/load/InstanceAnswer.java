package io.eventcore.bench.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What an instance did in a turn.
 *
 * @param count how many commands
 * @param nanos in how many nanoseconds
 * @param latencies how long each took, as HdrHistogram packs it, in Base64
 * @param counts what was counted in the turn
 * @param adds what the table holds more
 */
record InstanceAnswer(long count, long nanos, String latencies, Counts counts, Totals adds) {

    static InstanceAnswer of(Work work, Counts counts, Totals adds) {
        ByteBuffer buffer = ByteBuffer.allocate(work.latencies().getNeededByteBufferCapacity());
        int length = work.latencies().encodeIntoCompressedByteBuffer(buffer);
        String latencies = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        return new InstanceAnswer(work.count(), work.nanos(), latencies, counts, adds);
    }

    Histogram histogram() throws DataFormatException {
        return Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(latencies)), 0);
    }
}
