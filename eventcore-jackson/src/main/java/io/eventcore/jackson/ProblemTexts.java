package io.eventcore.jackson;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;

/** What is wrong with a type, each with what to do about it. */
final class ProblemTexts {

    static final String UNTYPED =
            "has no type of its own, so that a date would come back as a text and a record as a map: declare the type"
                    + " that it has, with its type arguments (Box<LocalDate>, not Box, Box<?> or a Box<T> that nobody"
                    + " binds).";
    static final String NUMBER = "could come back as another kind of number: declare Long, Double or BigDecimal.";
    static final String NO_VALUE = "is not a value that JSON can hold: store what identifies it.";
    static final String NESTED_OPTIONAL =
            "holds an optional in an optional, and JSON does not tell which of the two is empty: declare one.";
    static final String INNER = "is an inner class, which needs an instance of the class around it: make it static.";
    static final String JDK_CLASS =
            "is a class of the JDK that Jackson has no form for: declare a record of what it holds, or give the codec a"
                    + " module that reads and writes it.";
    static final String NO_CREATOR =
            "has no constructor that Jackson can use: make it a record, compile with -parameters, or annotate a"
                    + " constructor or factory with @JsonCreator (Lombok: lombok.anyConstructor.addConstructorProperties ="
                    + " true; Kotlin: JacksonEventCodec.create(new KotlinModule.Builder().build())).";
    static final String NOT_FROM_SCALAR =
            "is written as a single value, and nothing says how it is made from one: annotate a constructor or factory"
                    + " with @JsonCreator.";
    static final String KEY =
            "is the key of a map, and as a key it is written by its toString(), which nothing reads: use a String, a"
                    + " number, an enum, a UUID or a date as the key, store a list of records instead, or annotate its one"
                    + " component with @JsonValue.";

    private static final List<String> OF_THE_JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    private ProblemTexts() {}

    static String ofAbstract(Class<?> type) {
        if (isOfTheJdk(type) && !Collection.class.isAssignableFrom(type) && !Map.class.isAssignableFrom(type)) {
            return NO_VALUE;
        }
        String kind = type.isSealed()
                ? "is sealed"
                : type.isInterface()
                        ? "is an interface"
                        : Modifier.isAbstract(type.getModifiers()) ? "is abstract" : "";
        if (kind.isEmpty()) {
            return "cannot be made by Jackson: declare the interface (List, Set, Map) or a class that has a"
                    + " constructor.";
        }
        return kind + ", and its JSON does not say which class it is: annotate " + type.getSimpleName()
                + " with @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = \"kind\")"
                + (type.isSealed() ? "" : " and @JsonSubTypes") + ", and its classes with @JsonTypeName.";
    }

    static String noSubtypes(Class<?> type) {
        return "has @JsonTypeInfo, and no class to read is known: list the classes in @JsonSubTypes on "
                + type.getSimpleName() + ".";
    }

    static String ambiguousName(Class<?> subtype, String name) {
        return "can be a " + subtype.getName() + ", which is written under the name '" + name
                + "' and not read by it: give each class a @JsonTypeName of its own.";
    }

    static String neverRead(String name) {
        return "is written, and nothing puts it back: take it into the constructor, or annotate it with @JsonIgnore if"
                + " '"
                + name + "' need not be stored.";
    }

    static String neverWritten(String name) {
        return "is never written: give it an accessor (a getter called as the constructor's parameter), or make '"
                + name + "' transient or annotate it with @JsonIgnore if it need not be stored.";
    }

    static String besidesContents(Class<?> type, String field) {
        return "is written as what it contains, without the field '" + field + "' of " + type.getName()
                + ": declare a record of both, or make '" + field
                + "' transient or annotate it with @JsonIgnore if it need not be stored.";
    }

    static String enumConstant(Enum<?> constant) {
        return "has the constant " + constant.name()
                + ", which comes back as another one or not at all: give each constant a name of its own in JSON.";
    }

    /** Jackson's own words about a class. */
    static String ofFailure(Class<?> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InaccessibleObjectException
                    || cause instanceof IllegalAccessException
                    || String.valueOf(cause.getMessage()).contains("InaccessibleObjectException")) {
                return notOpened(type);
            }
        }
        if (failure instanceof StackOverflowError) {
            return "nests without end.";
        }
        String words = failure instanceof JacksonException of ? of.getOriginalMessage() : failure.getMessage();
        return "cannot be read or written by Jackson: " + words;
    }

    static String notOpened(Class<?> type) {
        String module = type.getModule().isNamed() ? type.getModule().getName() : "its module";
        return "is in the package " + type.getPackageName() + ", which " + module
                + " does not open to Jackson: add \"opens "
                + type.getPackageName() + " to " + ObjectMapper.class.getPackageName() + ";\" to its module-info.java"
                + " (\"exports\" is not enough).";
    }

    static boolean isOfTheJdk(Class<?> type) {
        return OF_THE_JDK.stream().anyMatch(type.getName()::startsWith);
    }

    /** A type as it is written in Java, without packages. */
    static String typeName(JavaType type) {
        return "of type "
                + type.toCanonical()
                        .replaceAll("[a-zA-Z_0-9]+\\.(?=[a-zA-Z_])", "")
                        .replace('$', '.');
    }
}
