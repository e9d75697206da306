package io.eventcore.postgres.codec;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Classes that a test has compiled. */
final class GeneratedClasses {

    private GeneratedClasses() {}

    /** Compiles one file, with the names of parameters, and loads what comes out. */
    static ClassLoader compile(String name, String text, Path directory) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        List<String> options = List.of("-parameters", "-proc:none", "-nowarn", "-d", directory.toString());
        if (!compiler.getTask(messages, null, null, options, null, List.of(source))
                .call()) {
            throw new AssertionError(messages + text);
        }
        try {
            return new URLClassLoader(new URL[] {directory.toUri().toURL()}, GeneratedClasses.class.getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
