package io.eventcore.testkit;

import io.eventcore.EventTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Fails a test when events that are stored already could not be read any more: when a stored name would change, or the
 * shape of what is stored under it. It compares the event types with a file that belongs under version control.
 *
 * <pre>{@code
 * @Test
 * void whatIsStoredKeepsItsNameAndShape() {
 *     EventTypesLock.in(Path.of("src/test/resources/event-types.lock")).verify(EventTypes.of(AccountEvent.class));
 * }
 * }</pre>
 *
 * <p>The file has a line for each type: name, version, shape and aliases. The shape is the record's components with their
 * names and types, through nested records, enums and sealed types; annotations of a codec are not looked at.
 *
 * <p>The test writes the file when it runs with the system property {@value #PROPERTY}{@code =write}, and never otherwise; a
 * test without its file fails. It does not write a file that loses a name, unless the name is in {@value #DROP_PROPERTY}, a
 * list with commas between; and never one in which a version goes down. Thread-safe, but two tests must not share a file.
 */
public final class EventTypesLock {

    /** The system property that asks to write the file, by the value {@code write}. */
    public static final String PROPERTY = "eventcore.types.lock";

    /** The system property that names what a file that is written may lose. */
    public static final String DROP_PROPERTY = "eventcore.types.lock.drop";

    private static final String HEADER =
            "# The names and shapes of stored events, written by EventTypesLock. Do not edit.";
    private static final String HOW_TO_WRITE = "run the test once with -D" + PROPERTY + "=write, and commit the file";

    private final Path file;
    private final UnaryOperator<String> properties;

    EventTypesLock(Path file, UnaryOperator<String> properties) {
        this.file = file;
        this.properties = properties;
    }

    /**
     * The lock in a file, which need not be there yet.
     *
     * @param file a relative path starts at the working directory, which for Maven and Gradle is the module
     * @return the lock
     */
    public static EventTypesLock in(Path file) {
        return new EventTypesLock(file, name -> System.getProperty(name, ""));
    }

    /**
     * Compares the types with the file, or writes the file if that is asked for. Blocks for the file.
     *
     * @param types all event types of the application, as it hands them to its store
     * @throws AssertionError if they differ, or the file is missing, or must not be written; it says what to do
     * @throws UncheckedIOException if the file cannot be read or written
     */
    public void verify(EventTypes types) {
        boolean write = properties.apply(PROPERTY).equals("write");
        if (!write && !Files.exists(file)) {
            throw new AssertionError("The lock file " + file + " is missing. To make it, " + HOW_TO_WRITE + ".");
        }
        LockComparison comparison = new LockComparison(read(), types);
        if (write) {
            write(comparison);
        } else {
            compare(comparison);
        }
    }

    private void compare(LockComparison comparison) {
        List<String> problems = new ArrayList<>(comparison.aboutLostNames(comparison.lostNames()));
        problems.addAll(comparison.aboutMovedNames());
        problems.addAll(comparison.aboutVersions());
        problems.addAll(comparison.aboutShapes());
        problems.addAll(comparison.aboutTheFile());
        refuse("The event types are not as they are locked in " + file + ".", problems);
    }

    private void write(LockComparison comparison) {
        Set<String> lost = new TreeSet<>(comparison.lostNames());
        lost.removeAll(List.of(properties.apply(DROP_PROPERTY).split(",", -1)));
        List<String> problems = new ArrayList<>(comparison.aboutLostNames(lost));
        problems.addAll(comparison.aboutMovedNames());
        problems.addAll(comparison.aboutVersions());
        refuse(
                "The lock file " + file
                        + " was not written. To drop a name of which no event is stored anywhere, add -D"
                        + DROP_PROPERTY + "=<name>.",
                problems);
        List<String> lines = new ArrayList<>(List.of(HEADER));
        lines.addAll(comparison.lines());
        try {
            Files.createDirectories(file.toAbsolutePath().normalize().getParent());
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuse(String headline, List<String> problems) {
        if (!problems.isEmpty()) {
            String separator = System.lineSeparator() + "- ";
            throw new AssertionError(headline + separator + String.join(separator, problems) + System.lineSeparator()
                    + "To update the file, " + HOW_TO_WRITE + ".");
        }
    }

    private List<LockedType> read() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> !line.isBlank() && !line.equals(HEADER))
                            .map(LockedType::parse)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
