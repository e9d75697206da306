package io.eventcore.examples.docs;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A block of Java as a source file. A block with a package is a file as it stands. A block of types gets the usual imports
 * in front. Statements, and members of a class, get a class around them too, in which the usual variables can be seen.
 */
final class JavaBlock {

    /** The oldest Java that EventCore runs on. */
    static final String RELEASE = "17";

    private static final Pattern IMPORT = Pattern.compile("^import .*;\n", Pattern.MULTILINE);

    private static final String USUAL_IMPORTS = """
            import io.eventcore.*;
            import io.eventcore.jackson.*;
            import io.eventcore.memory.*;
            import io.eventcore.postgres.*;
            import io.eventcore.projections.*;
            import io.eventcore.testkit.*;
            import java.sql.*;
            import java.time.*;
            import java.util.*;
            """;

    private static final String USUAL_VARIABLES = """
            static PostgresEventStore store;
            static CommandExecutor executor;
            static ProjectionRunner runner;
            static Command<?, ?> command;
            static StreamId alice = StreamId.of("account-alice");
            static StreamId bob = StreamId.of("account-bob");
            static String url;
            static String user;
            static String password;
            static int cores;
            static org.slf4j.Logger log;
            static Telemetry telemetry;
            static io.opentelemetry.api.OpenTelemetry openTelemetry;
            static io.micrometer.core.instrument.MeterRegistry meterRegistry;
            """;

    private static final String STATEMENTS = "final class %s {\n%s static void run() throws Exception {\n%s\n}\n}\n";
    private static final String MEMBERS = "class %s {\n%s\n%s\n}\n";

    private final Block block;
    private final Set<String> packages;

    /** @param packages those of the page's other blocks, whose types the block may use */
    JavaBlock(Block block, Set<String> packages) {
        this.block = block;
        this.packages = packages;
    }

    /** The package that the block names. */
    static Optional<String> packageOf(Block block) {
        return parsed("Any", block.text())
                .map(CompilationUnitTree::getPackageName)
                .map(Tree::toString);
    }

    /** The block as a source file of the compiler. */
    JavaFileObject toSource() {
        Optional<CompilationUnitTree> file =
                parsed("Any", block.text()).filter(unit -> !types(unit).isEmpty());
        if (file.isPresent()) {
            boolean complete = file.get().getPackageName() != null;
            return source(mainType(file.get()), complete ? block.text() : imports() + block.text());
        }
        String name = "Line" + block.line();
        String statements = framed(STATEMENTS, name);
        return source(name, parsed(name, statements).isPresent() ? statements : framed(MEMBERS, name));
    }

    private String framed(String frame, String name) {
        StringBuilder ownImports = new StringBuilder();
        String body = IMPORT.matcher(block.text()).replaceAll(found -> {
            ownImports.append(found.group());
            return "";
        });
        return imports() + ownImports + frame.formatted(name, USUAL_VARIABLES, body);
    }

    private String imports() {
        StringBuilder imports = new StringBuilder(USUAL_IMPORTS);
        packages.forEach(name -> imports.append("import ").append(name).append(".*;\n"));
        return imports.toString();
    }

    private static String mainType(CompilationUnitTree unit) {
        List<ClassTree> types = types(unit);
        ClassTree main = types.stream()
                .filter(type -> type.getModifiers().getFlags().contains(Modifier.PUBLIC))
                .findFirst()
                .orElse(types.get(0));
        String folder = unit.getPackageName() == null
                ? ""
                : unit.getPackageName().toString().replace('.', '/') + "/";
        return folder + main.getSimpleName();
    }

    private static List<ClassTree> types(CompilationUnitTree unit) {
        return unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .toList();
    }

    /** Empty if the text is not the text of a source file. */
    private static Optional<CompilationUnitTree> parsed(String name, String text) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        JavacTask task = (JavacTask)
                compiler.getTask(null, null, said, List.of("--release", RELEASE), null, List.of(source(name, text)));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            boolean wrong = said.getDiagnostics().stream().anyMatch(each -> each.getKind() == Diagnostic.Kind.ERROR);
            return wrong ? Optional.empty() : Optional.of(unit);
        } catch (IOException e) {
            throw new IllegalStateException("A source in memory cannot be read.", e);
        }
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }

            @Override
            public String toString() {
                return name.toLowerCase(Locale.ROOT);
            }
        };
    }
}
