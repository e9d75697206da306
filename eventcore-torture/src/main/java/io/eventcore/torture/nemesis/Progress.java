package io.eventcore.torture.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * About how many calls were made so far, by the size of the histories. Faults come by progress rather than by time: on a busy
 * machine nothing else would happen.
 */
public final class Progress {

    private static final long BYTES_OF_A_CALL = 350;

    private final Path directory;

    /** Looks at the histories of a directory. */
    public Progress(Path directory) {
        this.directory = directory;
    }

    /** {@return about how many calls} */
    public long calls() {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "c*.history")) {
            for (Path file : files) {
                bytes += Files.size(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes / BYTES_OF_A_CALL;
    }
}
