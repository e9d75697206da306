package io.eventcore.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No class has a synchronized block. ArchUnit does not see into methods that far, so this reads the sources. */
class SynchronizedBlocksTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("\\bsynchronized\\s*\\(");

    @Test
    void noModuleHasOne() throws IOException {
        List<Path> sources = sourcesOf("main");

        assertThat(sources).anyMatch(source -> source.endsWith("AppendQueue.java"));
        assertThat(withBlocks(sources)).isEmpty();
    }

    @Test
    void oneWouldBeFound() throws IOException {
        assertThat(withBlocks(sourcesOf("test"))).extracting(Path::getFileName).contains(Path.of("Neighbour.java"));
    }

    private static List<Path> sourcesOf(String part) throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                20,
                (path, about) -> path.toString().matches(".*/eventcore-[a-z]+/src/" + part + "/java/.*\\.java"))) {
            return files.toList();
        }
    }

    private static List<Path> withBlocks(List<Path> sources) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path source : sources) {
            if (BLOCK.matcher(Files.readString(source)).find()) {
                found.add(source);
            }
        }
        return found;
    }
}
