package io.eventcore.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guide shows in Java is Java. */
class GuidesTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile(
            "^(?:public )?(?:abstract |final |sealed )*(?:class|interface|record) (\\w+)", Pattern.MULTILINE);

    /** The guide says that these are left out. */
    private static final String IMPORTS = """
            import io.eventcore.*;
            import io.eventcore.projections.*;
            import io.eventcore.postgres.*;
            import java.sql.*;
            import java.time.*;
            import java.util.*;
            """;

    /** What blocks of statements find around them. */
    private static final String FRAME = """
            %s
            final class %s {
                static void run(
                        PostgresEventStore store,
                        CommandExecutor executor,
                        ProjectionRunner runner,
                        Command<?, ?> command) throws Exception {
                    %s
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void everyBlockOfTheGuideToProjectionsCompiles() throws IOException {
        List<Path> sources = sources("projections.md");
        assertThat(sources).hasSizeGreaterThan(10);

        StringWriter said = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            boolean compiled = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of("-d", directory.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    private List<Path> sources(String guide) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String block : BLOCK.matcher(Files.readString(DOCS.resolve(guide)))
                .results()
                .map(found -> found.group(1))
                .toList()) {
            var type = TYPE.matcher(block);
            String name = type.find() ? type.group(1) : "Block" + sources.size();
            String text = name.startsWith("Block") ? FRAME.formatted(IMPORTS, name, block) : IMPORTS + block;
            sources.add(Files.writeString(directory.resolve(name + ".java"), text));
        }
        return sources;
    }
}
