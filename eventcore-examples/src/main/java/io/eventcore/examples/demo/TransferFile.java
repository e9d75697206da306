package io.eventcore.examples.demo;

import io.eventcore.ConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A CSV file of transfers in UTF-8, one a line. It is read from the start each time, never held in memory.
 *
 * <p>A line is parsed by itself, so that a quote that is never closed costs its own line and not the rest of the file.
 */
final class TransferFile {

    /** What the decoder puts in place of bytes that are not UTF-8. */
    static final char UNREADABLE = '\uFFFD';

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String SAMPLE = "sample-transfers.csv";

    private final String name;
    private final Opener opener;

    private TransferFile(String name, Opener opener) {
        this.name = name;
        this.opener = opener;
    }

    /** The sample that comes with the examples. */
    static TransferFile sample() {
        return new TransferFile(
                SAMPLE, () -> Objects.requireNonNull(TransferFile.class.getResourceAsStream(SAMPLE), SAMPLE));
    }

    /**
     * A file of the user's.
     *
     * @throws ConfigurationException if it is missing or cannot be read
     */
    static TransferFile at(Path path) {
        if (!Files.exists(path)) {
            throw new ConfigurationException("There is no file " + path + ".");
        }
        if (!Files.isRegularFile(path)) {
            throw new ConfigurationException(path + " is not a plain file; it is read more than once.");
        }
        return new TransferFile(path.toString(), () -> Files.newInputStream(path));
    }

    String name() {
        return name;
    }

    /**
     * Hands over each line that is neither empty nor the header.
     *
     * @throws ConfigurationException if the file cannot be read
     */
    void read(Consumer<CsvLine> consumer) {
        CsvLineParser parser = new CsvLineParser();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(opener.open(), StandardCharsets.UTF_8))) {
            boolean first = true;
            long number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String text = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
                if (!text.isBlank()) {
                    if (!first || !parser.isHeader(text)) {
                        consumer.accept(parser.parse(number, text));
                    }
                    first = false;
                }
            }
        } catch (IOException e) {
            throw new ConfigurationException("The file " + name + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    /** Opens the file anew. */
    private interface Opener {
        InputStream open() throws IOException;
    }
}
