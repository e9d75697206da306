package io.eventcore.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a page shows in Java is Java, all blocks of a page together. {@link JavaBlock} tells what a block may be. */
class GuidesTest {

    private static final Set<String> LANGUAGES = Set.of("java", "sql", "sh", "xml", "yaml", "json", "mermaid", "text");

    @TempDir
    Path directory;

    static Stream<Page> pagesWithJava() {
        return Page.all().stream().filter(page -> !page.blocks("java").isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pagesWithJava")
    void theJavaOfAPageCompiles(Page page) throws IOException {
        assertThat(complaints(page.blocks("java"))).isEmpty();
    }

    @Test
    void thePagesWithJavaAreFound() {
        assertThat(pagesWithJava().map(Page::name)).contains("README.md", "docs/projections.md", "docs/schema.md");
        assertThat(pagesWithJava().mapToInt(page -> page.blocks("java").size()).sum())
                .isGreaterThan(30);
    }

    @Test
    void everyBlockSaysItsLanguageSoThatNoneIsLeftOut() {
        assertThat(Page.all())
                .flatMap(Page::blocks)
                .filteredOn(block -> !LANGUAGES.contains(block.language()))
                .isEmpty();
    }

    @Test
    void noFenceIsWrittenInAnotherWaySoThatNoneIsLeftOut() {
        assertThat(Page.all())
                .filteredOn(page -> page.withoutBlocks()
                        .lines()
                        .anyMatch(line ->
                                line.strip().startsWith("```") || line.strip().startsWith("~~~")))
                .isEmpty();
    }

    @Test
    void aBlockThatIsNoJavaIsFoundOut() throws IOException {
        assertThat(complaints(List.of(block("int cents = store.head();")))).contains("head");
        assertThat(complaints(List.of(block("record Opened(String owner { }")))).contains("expected");
        assertThat(complaints(List.of(block("package bank;\n\nrecord Opened(Instant at) {}"))))
                .contains("Instant");
    }

    @Test
    void blocksMayBeTypesOrStatementsOrMembersAndSeeTheTypesOfTheirPage() throws IOException {
        assertThat(complaints(List.of(
                        block("package bank;\n\npublic record Opened(String owner) {}"),
                        block("final class Names {\n    List<Opened> all = List.of();\n}"),
                        block("var opened = new Opened(\"ada\");\nSystem.out.println(opened);"),
                        block("import java.net.URI;\n\nString text(URI uri) {\n    return uri.toString();\n}"))))
                .isEmpty();
    }

    private static Block block(String text) {
        return new Block("page.md", text.length(), "java", text + "\n");
    }

    /** What the compiler says of these blocks, empty if it takes them. */
    private String complaints(List<Block> blocks) throws IOException {
        Set<String> packages = new LinkedHashSet<>();
        blocks.forEach(block -> JavaBlock.packageOf(block).ifPresent(packages::add));
        List<JavaFileObject> sources = blocks.stream()
                .map(block -> new JavaBlock(block, packages).toSource())
                .toList();

        StringWriter said = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("--release", JavaBlock.RELEASE, "-proc:none", "-d", directory.toString());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            boolean compiled =
                    compiler.getTask(said, files, null, options, null, sources).call();
            return compiled ? "" : said.toString();
        }
    }
}
