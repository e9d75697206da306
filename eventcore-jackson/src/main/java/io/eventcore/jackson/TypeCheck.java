package io.eventcore.jackson;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.impl.ErrorThrowingDeserializer;
import tools.jackson.databind.deser.impl.FailingDeserializer;
import tools.jackson.databind.deser.impl.UnsupportedTypeDeserializer;
import tools.jackson.databind.deser.jdk.UntypedObjectDeserializer;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.deser.std.NullifyingDeserializer;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeDeserializer;

/**
 * Finds what Jackson could write of a class and not read back, by Jackson's own view of it: how it would read and write each
 * component, at any depth. So annotations, modules, and serializers of the application count as they do when events are
 * written. Used once.
 */
final class TypeCheck {

    private static final int MAX_DEPTH = 60;

    private final JsonMapper mapper;
    private final DeserializationContext reading;
    private final SerializationContext writing;
    private final BeanCheck beans;
    private final SubtypeCheck subtypes;
    private final KeyCheck keys;
    private final Set<JavaType> visited = new LinkedHashSet<>();
    private final Set<JavaType> failed = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    TypeCheck(JsonMapper mapper) {
        this.mapper = mapper;
        this.reading = mapper._deserializationContext();
        this.writing = mapper._serializationContext();
        this.beans = new BeanCheck(this, reading, writing);
        this.subtypes = new SubtypeCheck(this, reading);
        this.keys = new KeyCheck(this, reading, writing);
    }

    /**
     * A value that would be written.
     *
     * @param path its component, "" for the class itself
     * @param type its declared type
     * @param property the component whose annotations count, if there is one
     */
    record Value(String path, JavaType type, @Nullable BeanProperty property) {

        Value within(String suffix, JavaType content) {
            return new Value(path + suffix, content, property);
        }

        @Nullable AnnotatedMember member() {
            return property == null ? null : property.getMember();
        }
    }

    /** One sentence for each problem; none if all of the class can be read back. */
    List<String> problemsOf(Class<?> type) {
        JavaType root = mapper.constructType(type);
        Value value = new Value("", root, null);
        guarded(value, () -> check(value, null, reading.findTypeDeserializer(root), null, 0));
        return problems;
    }

    /** Adds a problem, as a sentence that starts with the component. */
    void refuse(Value value, String why) {
        String subject = value.path.isEmpty()
                ? "it"
                : "its component '" + (value.path.startsWith(".") ? value.path.substring(1) : value.path) + "', "
                        + ProblemTexts.typeName(value.type) + ",";
        problems.add(subject + " " + why);
    }

    /** What Jackson says of a class when it looks at it knows nothing of any event, and may be told. */
    private void guarded(Value value, Runnable look) {
        try {
            look.run();
        } catch (RuntimeException | StackOverflowError e) {
            int before = problems.size();
            lookWithin(value);
            if (problems.size() == before) {
                refuse(value, ProblemTexts.ofFailure(value.type.getRawClass(), e));
            }
        }
    }

    /** Jackson gives up on a class as a whole; the component that it does not like is found by asking for each. */
    private void lookWithin(Value value) {
        if (value.type.isMapLikeType()) {
            keys.check(value.within("{}", value.type.getKeyType()));
        }
        if (value.type.isContainerType() || value.type.isReferenceType()) {
            JavaType content = value.type.getContentType();
            String step = value.type.isReferenceType() ? "" : value.type.isMapLikeType() ? "{}" : "[]";
            checkPart(value.within(step, content));
        } else if (!ProblemTexts.isOfTheJdk(value.type.getRawClass()) && failed.add(value.type)) {
            for (BeanPropertyDefinition part : partsOf(value.type)) {
                checkPart(new Value(value.path + "." + part.getName(), part.getPrimaryType(), null));
            }
        }
    }

    private void checkPart(Value part) {
        guarded(part, () -> check(part, null, reading.findTypeDeserializer(part.type), null, 0));
    }

    private List<BeanPropertyDefinition> partsOf(JavaType type) {
        try {
            return reading.introspectBeanDescription(type).findProperties();
        } catch (RuntimeException e) { // then it is the class itself that Jackson does not like
            return List.of();
        }
    }

    /**
     * Checks a value and all below it.
     *
     * @param known how Jackson would read it, if that was looked up already
     * @param typing how it would find the class of the value, if the JSON says it
     * @param writer how it would write it, if that was looked up already
     */
    void check(
            Value value,
            @Nullable ValueDeserializer<?> known,
            @Nullable TypeDeserializer typing,
            @Nullable ValueSerializer<?> writer,
            int depth) {
        if (depth > MAX_DEPTH) {
            refuse(value, "is nested too deeply.");
        } else if (typing != null) {
            subtypes.check(value, typing, depth);
        } else {
            guarded(value, () -> checkUntyped(value, reader(value, known), writer, depth));
        }
    }

    private ValueDeserializer<?> reader(Value value, @Nullable ValueDeserializer<?> known) {
        return known == null || known instanceof FailingDeserializer
                ? reading.findContextualValueDeserializer(value.type, value.property)
                : known;
    }

    private void checkUntyped(
            Value value, ValueDeserializer<?> reader, @Nullable ValueSerializer<?> writer, int depth) {
        Class<?> raw = value.type.getRawClass();
        if (reader instanceof UntypedObjectDeserializer
                || (isJacksons(reader)
                        && (raw == Object.class || raw == Serializable.class || raw == Comparable.class))) {
            refuse(value, ProblemTexts.UNTYPED);
        } else if (raw == Number.class && isJacksons(reader)) {
            refuse(value, ProblemTexts.NUMBER);
        } else if (reader instanceof AbstractDeserializer) {
            refuse(value, ProblemTexts.ofAbstract(raw));
        } else if (isNeverRead(reader)
                || raw == Class.class
                || Thread.class.isAssignableFrom(raw)
                || raw == ThreadGroup.class) {
            refuse(value, ProblemTexts.NO_VALUE);
        } else if (value.type.isReferenceType()) {
            checkReferenced(value, depth);
        } else if (value.type.isContainerType() && isJacksons(reader)) {
            checkContents(value, reader, depth);
        } else if (reader instanceof BeanDeserializerBase bean) {
            if (visited.add(value.type)) {
                beans.check(value, bean, writer, depth);
            }
        } else if (value.type.isEnumType() && isJacksons(reader)) {
            new EnumCheck(this, mapper).check(value);
        }
    }

    private static boolean isNeverRead(ValueDeserializer<?> reader) {
        return reader instanceof ErrorThrowingDeserializer
                || reader instanceof FailingDeserializer
                || reader instanceof UnsupportedTypeDeserializer
                || reader instanceof NullifyingDeserializer;
    }

    /** Whether it comes with Jackson: what an application has written itself is its own affair. */
    static boolean isJacksons(Object readerOrWriter) {
        return readerOrWriter.getClass().getName().startsWith("tools.jackson.databind.");
    }

    private void checkReferenced(Value value, int depth) {
        JavaType content = value.type.getContentType();
        if (content.isReferenceType()) {
            refuse(value, ProblemTexts.NESTED_OPTIONAL);
        } else {
            checkContent(value.within("", content), null, value.type, depth);
        }
    }

    private void checkContents(Value value, ValueDeserializer<?> reader, int depth) {
        if (!(reader instanceof BeanDeserializerBase)) {
            ContainerFields.besidesContents(value.type.getRawClass(), mapper)
                    .ifPresent(field ->
                            refuse(value, ProblemTexts.besidesContents(value.type.getRawClass(), field.getName())));
        }
        if (reader instanceof ValueInstantiator.Gettable gettable && !canMake(gettable.getValueInstantiator())) {
            refuse(value, ProblemTexts.ofAbstract(value.type.getRawClass()));
            return;
        }
        boolean map = value.type.isMapLikeType();
        if (map) {
            keys.check(value.within("{}", value.type.getKeyType()));
        }
        ValueDeserializer<?> known =
                reader instanceof ContainerDeserializerBase<?> container ? container.getContentDeserializer() : null;
        checkContent(value.within(map ? "{}" : "[]", value.type.getContentType()), known, value.type, depth);
    }

    private static boolean canMake(@Nullable ValueInstantiator made) {
        return made == null
                || made.canCreateUsingDefault()
                || made.canCreateUsingDelegate()
                || made.canCreateUsingArrayDelegate()
                || made.canCreateFromObjectWith();
    }

    private void checkContent(Value content, @Nullable ValueDeserializer<?> known, JavaType holder, int depth) {
        AnnotatedMember member = content.member();
        TypeDeserializer typing = member == null
                ? reading.findTypeDeserializer(content.type)
                : reading.findPropertyContentTypeDeserializer(holder, member);
        if (content.type.isContainerType() || content.type.isReferenceType()) {
            check(content, known, null, null, depth + 1);
        } else {
            check(content, known, typing, null, depth + 1);
        }
    }
}
