package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventcore.EventData;
import io.eventcore.EventTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTypesLockTest {

    private static final EventTypes AT_FIRST = EventTypes.of(LockedEvents.AtFirst.class);
    private static final EventTypes RENAMED = EventTypes.of(LockedEvents.Renamed.class);
    private static final EventTypes RESHAPED = EventTypes.of(LockedEvents.Reshaped.class);
    private static final EventTypes IN_THE_NEXT_VERSION = EventTypes.builder(LockedEvents.InTheNextVersion.class)
            .upcast("lock-opened", 1, data -> data.renamed("owner", "ownerName"))
            .build();
    private static final EventTypes READ_BY_UPCASTERS = EventTypes.builder(LockedEvents.Shrunk.Opened.class)
            .split(
                    "lock-closed",
                    1,
                    data -> List.of(EventData.of("lock-opened", 1).with("owner", "nobody")),
                    LockedEvents.Shrunk.Opened.class)
            .build();

    private Path file;

    @BeforeEach
    void writeTheFirstFile(@TempDir Path directory) {
        file = directory.resolve("resources").resolve("event-types.lock");
        write(AT_FIRST);
    }

    @Test
    void theFileHasASortedLineForEachType() throws IOException {
        assertThat(Files.readString(file)).isEqualTo("""
                        # The names and shapes of stored events, written by EventTypesLock. Do not edit.
                        lock-closed\tversion 1\t{}
                        lock-opened\tversion 1\t{owner: java.lang.String}\talias lock-created
                        """);
    }

    @Test
    void whatIsAsItWasPasses() {
        assertThatCode(() -> verify(AT_FIRST)).doesNotThrowAnyException();
    }

    @Test
    void aMissingFileFailsAndSaysHowToMakeIt() throws IOException {
        Files.delete(file);

        assertFails(AT_FIRST, "is missing. To make it, run the test once with -Deventcore.types.lock=write");
        assertThat(file).doesNotExist();
    }

    @Test
    void aNameThatNothingClaimsFailsAndIsNotWrittenAway() throws IOException {
        assertFails(
                RENAMED,
                "- 'lock-closed' is locked, but nothing claims it any more",
                "@EventType(aliases = \"lock-closed\")",
                "- 'lock-ended' is new");
        assertNotWritten(RENAMED, "-Deventcore.types.lock.drop=<name>", "- 'lock-closed' is locked");
    }

    @Test
    void aNameIsDroppedWhenThatIsSaid() throws IOException {
        lock(Map.of("eventcore.types.lock", "write", "eventcore.types.lock.drop", "other,lock-closed"))
                .verify(RENAMED);

        assertThat(Files.readString(file)).contains("lock-ended").doesNotContain("lock-closed");
        verify(RENAMED);
    }

    @Test
    void anotherNameThatMayBeDroppedDoesNotHelp() {
        EventTypesLock lock =
                lock(Map.of("eventcore.types.lock", "write", "eventcore.types.lock.drop", "lock-created"));

        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> lock.verify(RENAMED));
    }

    @Test
    void aNameThatBecameAnAliasIsSoundButTheFileIsToSaySo() {
        EventTypes renamed = EventTypes.of(LockedEvents.RenamedWithAlias.class);

        assertOnly(renamed, "'lock-ended' is new, and not in the file as it is now: update the file.");
        write(renamed);
        verify(renamed);
    }

    @Test
    void anAliasThatVanishedFails() throws IOException {
        EventTypes without = EventTypes.of(LockedEvents.WithoutAlias.class);

        assertFails(without, "- 'lock-created' is locked, but nothing claims it any more");
        assertNotWritten(without, "- 'lock-created' is locked");
    }

    @Test
    void anotherShapeOfTheSameVersionFails() {
        assertFails(
                RESHAPED,
                "- 'lock-opened' has another shape, but still version 1.",
                "locked: {owner: java.lang.String}",
                "now:    {ownerName: java.lang.String}",
                "Raise the version in @EventType, and add an upcaster from version 1");
        write(RESHAPED);
        verify(RESHAPED);
    }

    @Test
    void anotherShapeInTheNextVersionIsSoundButTheFileIsToSaySo() {
        assertOnly(
                IN_THE_NEXT_VERSION, "'lock-opened' has changed, and not in the file as it is now: update the file.");
        write(IN_THE_NEXT_VERSION);
        verify(IN_THE_NEXT_VERSION);
    }

    @Test
    void aVersionThatWentDownFailsAndIsNotWritten() throws IOException {
        write(IN_THE_NEXT_VERSION);

        assertOnly(AT_FIRST, "'lock-opened' is locked in version 2, but the class says version 1");
        assertNotWritten(AT_FIRST, "- 'lock-opened' is locked in version 2");
    }

    @Test
    void aTypeThatIsNotInTheFileFails() {
        EventTypes extended = EventTypes.of(LockedEvents.Extended.class);

        assertOnly(extended, "'lock-frozen' is new, and not in the file as it is now: update the file.");
        write(extended);
        verify(extended);
    }

    @Test
    void aNameThatOnlyUpcastersReadStaysLocked() throws IOException {
        assertOnly(READ_BY_UPCASTERS, "'lock-closed' has changed");
        write(READ_BY_UPCASTERS);
        verify(READ_BY_UPCASTERS);

        assertThat(Files.readString(file)).contains("lock-closed\tversion 0\tonly read by upcasters");
        assertFails(EventTypes.of(LockedEvents.Shrunk.class), "- 'lock-closed' is locked, but nothing claims it");
    }

    @Test
    void aLineOfAnotherHandIsRefused() throws IOException {
        Files.writeString(file, "lock-opened v1\n");

        assertFails(AT_FIRST, "a line that was not written by EventTypesLock: lock-opened v1");
    }

    @Test
    void theSystemPropertyIsNotSetInThisBuild() {
        assertThatCode(() -> EventTypesLock.in(file).verify(AT_FIRST)).doesNotThrowAnyException();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> EventTypesLock.in(file).verify(RESHAPED));
    }

    private EventTypesLock lock(Map<String, String> properties) {
        return new EventTypesLock(file, name -> properties.getOrDefault(name, ""));
    }

    @Test
    void anAliasThatAnotherTypeClaimsFailsAndIsNotWritten() throws IOException {
        EventTypes moved = EventTypes.of(LockedEvents.MovedAlias.class);
        String problem = "- 'lock-created' is locked as an alias of 'lock-opened', but 'lock-closed' claims it";

        assertFails(moved, problem);
        assertNotWritten(moved, problem);
    }

    private void write(EventTypes types) {
        lock(Map.of("eventcore.types.lock", "write")).verify(types);
    }

    private void verify(EventTypes types) {
        lock(Map.of()).verify(types);
    }

    private void assertFails(EventTypes types, String... parts) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> verify(types))
                .satisfies(error -> assertThat(error.getMessage()).contains(parts));
    }

    private void assertOnly(EventTypes types, String problem) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> verify(types))
                .satisfies(error -> assertThat(
                                String.valueOf(error.getMessage()).lines().filter(line -> line.startsWith("- ")))
                        .singleElement()
                        .asString()
                        .startsWith("- " + problem));
    }

    private void assertNotWritten(EventTypes types, String... parts) throws IOException {
        String before = Files.readString(file);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> write(types))
                .satisfies(error -> assertThat(error.getMessage())
                        .contains("was not written")
                        .contains(parts));
        assertThat(Files.readString(file)).isEqualTo(before);
    }
}
