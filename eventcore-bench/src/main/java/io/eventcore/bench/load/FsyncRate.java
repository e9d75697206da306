package io.eventcore.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** How often a second this process can force a block of 8 kB to the disk of a directory, one after the other. */
final class FsyncRate {

    private static final int BLOCK = 8_192;
    private static final int BLOCKS = 2_048;

    private FsyncRate() {}

    static double measure(Path directory, Duration time) throws IOException {
        Path file = Files.createTempFile(directory, "eventcore-fsync", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(BLOCK * BLOCKS));
            channel.force(true);
            long start = System.nanoTime();
            long count = 0;
            while (System.nanoTime() - start < time.toNanos()) {
                channel.write(ByteBuffer.allocate(BLOCK), count % BLOCKS * BLOCK);
                channel.force(false);
                count++;
            }
            return count * 1e9 / (System.nanoTime() - start);
        } finally {
            Files.delete(file);
        }
    }
}
