package io.eventcore.examples.demo;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.eventcore.ConfigurationException;
import io.eventcore.examples.demo.CsvLine.MalformedLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where malformed lines go: a CSV file that is created with the first of them, in place of an older one. */
final class RejectsFile implements AutoCloseable {

    private final Path path;
    private @Nullable CsvWriter writer;
    private long count;

    RejectsFile(Path path) {
        this.path = path;
    }

    /** @throws ConfigurationException if the file cannot be written */
    void add(MalformedLine line) {
        try {
            if (writer == null) {
                writer = CsvWriter.builder().build(path);
                writer.writeRecord("line", "reason", "text");
            }
            writer.writeRecord(Long.toString(line.number()), line.reason(), line.text());
            count++;
        } catch (IOException | UncheckedIOException e) {
            throw unwritable(e);
        }
    }

    long count() {
        return count;
    }

    /** The file, if there was anything to write. */
    Optional<Path> written() {
        return count == 0 ? Optional.empty() : Optional.of(path);
    }

    @Override
    public void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private ConfigurationException unwritable(Exception cause) {
        return new ConfigurationException("The rejects file " + path + " cannot be written (" + cause + ").", cause);
    }
}
