package io.eventcore.jackson;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventcore.EventTypeRegistrationException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events in a Java module that does not open them to Jackson. */
class ClosedModuleTest {

    private final JacksonEventCodec codec = JacksonEventCodec.create();

    @TempDir
    Path directory;

    @Test
    void theErrorNamesTheLineThatIsMissing() throws Exception {
        Class<?> event = eventIn("module bank { exports bank; }");

        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> codec.check(event))
                .withMessageContaining("bank.Opened")
                .withMessageContaining("\"opens bank to tools.jackson.databind;\" to its module-info.java");
    }

    @Test
    void anOpenPackageIsAccepted() throws Exception {
        Class<?> event = eventIn("module bank { exports bank; opens bank; }");

        assertThatCode(() -> codec.check(event)).doesNotThrowAnyException();
    }

    private Class<?> eventIn(String descriptor) throws Exception {
        Path sources = Files.createDirectories(directory.resolve("sources/bank"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Path moduleInfo = Files.writeString(sources.resolveSibling("module-info.java"), descriptor);
        Path event = Files.writeString(
                sources.resolve("Opened.java"), "package bank; record Opened(String owner, int year) {}");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-proc:none", "-d", classes.toString());
            if (!compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(moduleInfo, event))
                    .call()) {
                throw new AssertionError("The module does not compile.");
            }
        }
        Configuration resolved =
                ModuleLayer.boot().configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("bank"));
        return ModuleLayer.boot()
                .defineModulesWithOneLoader(resolved, ClosedModuleTest.class.getClassLoader())
                .findLoader("bank")
                .loadClass("bank.Opened");
    }
}
