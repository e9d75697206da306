package io.eventcore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import io.eventcore.examples.demo.CsvLine.MalformedLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectsFileTest {

    @TempDir
    Path directory;

    @Test
    void holdsEachMalformedLineWithNumberAndReason() throws IOException {
        Path path =
                Files.writeString(directory.resolve("old.rejects.csv"), "of an older run, and much longer".repeat(9));

        try (RejectsFile rejects = new RejectsFile(path)) {
            rejects.add(new MalformedLine(7, "cents is not positive: 0", "ada,alan,0,\"a\""));
            assertThat(rejects.count()).isEqualTo(1);
            assertThat(rejects.written()).contains(path);
        }

        assertThat(Files.readAllLines(path))
                .containsExactly("line,reason,text", "7,cents is not positive: 0,\"ada,alan,0,\"\"a\"\"\"");
    }

    @Test
    void isNotCreatedWhenNoLineIsMalformed() {
        Path path = directory.resolve("none.rejects.csv");

        try (RejectsFile rejects = new RejectsFile(path)) {
            assertThat(rejects.written()).isEmpty();
        }

        assertThat(path).doesNotExist();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsOneSentence() {
        Path path = directory.resolve("missing/rejects.csv");

        try (RejectsFile rejects = new RejectsFile(path)) {
            assertThatThrownBy(() -> rejects.add(new MalformedLine(1, "reason", "text")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("The rejects file " + path + " cannot be written (");
        }
    }
}
