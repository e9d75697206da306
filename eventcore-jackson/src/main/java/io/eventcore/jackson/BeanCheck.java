package io.eventcore.jackson;

import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;

/** Checks a class that is written as an object: what is written of it is read, and what it holds is written. */
final class BeanCheck {

    private final TypeCheck types;
    private final DeserializationContext reading;
    private final SerializationContext writing;

    BeanCheck(TypeCheck types, DeserializationContext reading, SerializationContext writing) {
        this.types = types;
        this.reading = reading;
        this.writing = writing;
    }

    void check(TypeCheck.Value value, BeanDeserializerBase reader, @Nullable ValueSerializer<?> known, int depth) {
        Class<?> raw = value.type().getRawClass();
        ValueInstantiator maker = reader.getValueInstantiator();
        if (ProblemTexts.isOfTheJdk(raw)) {
            types.refuse(value, ProblemTexts.JDK_CLASS);
        } else if (isInner(raw)) {
            types.refuse(value, ProblemTexts.INNER);
        } else {
            ValueSerializer<?> writer = known == null
                    ? writing.findPrimaryPropertySerializer(writtenType(value, reader), value.property())
                    : known;
            if (writer instanceof BeanSerializerBase || writer instanceof UnknownSerializer) {
                checkObject(value, reader, writer, maker, depth);
            } else if (!isMadeFromScalar(maker) && TypeCheck.isJacksons(writer)) {
                types.refuse(value, ProblemTexts.NOT_FROM_SCALAR);
            } else {
                checkDelegate(value, maker, depth);
            }
        }
    }

    /** The class that is made of an interface that says so is the one that is written. */
    private static JavaType writtenType(TypeCheck.Value value, BeanDeserializerBase reader) {
        JavaType made = reader.getValueType();
        return value.type().getRawClass().isAssignableFrom(made.getRawClass()) ? made : value.type();
    }

    private static boolean isInner(Class<?> type) {
        return (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) || type.isAnonymousClass();
    }

    private static boolean isMadeFromScalar(ValueInstantiator maker) {
        return maker.canCreateFromString()
                || maker.canCreateFromInt()
                || maker.canCreateFromLong()
                || maker.canCreateFromBigInteger()
                || maker.canCreateFromDouble()
                || maker.canCreateFromBigDecimal()
                || maker.canCreateFromBoolean()
                || maker.canCreateUsingDelegate()
                || maker.canCreateUsingArrayDelegate();
    }

    private void checkDelegate(TypeCheck.Value value, ValueInstantiator maker, int depth) {
        JavaType delegate = maker.getDelegateType(reading.getConfig());
        if (delegate != null) {
            types.check(
                    new TypeCheck.Value(value.path(), delegate, null),
                    null,
                    reading.findTypeDeserializer(delegate),
                    null,
                    depth + 1);
        }
    }

    private void checkObject(
            TypeCheck.Value value,
            BeanDeserializerBase reader,
            ValueSerializer<?> writer,
            ValueInstantiator maker,
            int depth) {
        if (!maker.canCreateUsingDefault() && !maker.canCreateFromObjectWith()) {
            if (maker.canCreateUsingDelegate()) {
                checkDelegate(value, maker, depth);
            } else {
                types.refuse(value, ProblemTexts.NO_CREATOR);
            }
            return;
        }
        Map<String, PropertyWriter> written = new LinkedHashMap<>();
        for (Iterator<PropertyWriter> all = writer.properties(); all.hasNext(); ) {
            PropertyWriter property = all.next();
            written.put(property.getName(), property);
        }
        Map<String, SettableBeanProperty> read = new LinkedHashMap<>();
        for (Iterator<SettableBeanProperty> all = reader.properties(); all.hasNext(); ) {
            SettableBeanProperty property = all.next();
            read.put(property.getName(), property);
        }
        if (!ModuleCheck.isReachable(reader.handledType(), maker, written.values(), read.values())) {
            types.refuse(value, ProblemTexts.notOpened(reader.handledType()));
            return;
        }
        BeanDescription description = reading.introspectBeanDescription(writtenType(value, reader));
        Set<String> fields = fieldsOf(description.getBeanClass()).keySet();
        refuseWhatIsNotRead(value, reader, description, written, read, fields);
        refuseWhatIsNotWritten(value, description, written, read);
        read.forEach((name, property) -> {
            if (written.containsKey(name)) {
                checkProperty(value, property, written.get(name), depth);
            }
        });
    }

    private void refuseWhatIsNotRead(
            TypeCheck.Value value,
            BeanDeserializerBase reader,
            BeanDescription description,
            Map<String, PropertyWriter> written,
            Map<String, SettableBeanProperty> read,
            Set<String> fields) {
        if (reader.hasAnySetter()) {
            return;
        }
        written.forEach((name, property) -> {
            boolean unwrapped = property instanceof BeanPropertyWriter bean && bean.isUnwrapping();
            boolean field = property.getMember() == null
                    || fields.contains(property.getMember().getName())
                    || fields.contains(name);
            JsonProperty annotation = property.getAnnotation(JsonProperty.class);
            boolean meant = description.getIgnoredPropertyNames().contains(name)
                    || (annotation != null && annotation.access() == JsonProperty.Access.READ_ONLY);
            if (!read.containsKey(name) && !unwrapped && field && !meant && reader.findBackReference(name) == null) {
                types.refuse(value.within("." + name, property.getType()), ProblemTexts.neverRead(name));
            }
        });
    }

    private void refuseWhatIsNotWritten(
            TypeCheck.Value value,
            BeanDescription description,
            Map<String, PropertyWriter> written,
            Map<String, SettableBeanProperty> read) {
        Set<String> covered = new HashSet<>(written.keySet());
        for (PropertyWriter property : written.values()) {
            covered.add(
                    property.getMember() == null
                            ? property.getName()
                            : property.getMember().getName());
        }
        for (BeanPropertyDefinition property : description.findProperties()) {
            if (written.containsKey(property.getName())) {
                covered.add(property.getInternalName());
            }
        }
        covered.addAll(description.getIgnoredPropertyNames());
        read.forEach((name, property) -> {
            JsonProperty annotation = property.getAnnotation(JsonProperty.class);
            boolean meant = property.isIgnorable()
                    || property.isInjectionOnly()
                    || property.getAnnotation(JsonIgnore.class) != null
                    || property.getAnnotation(JsonBackReference.class) != null
                    || (annotation != null && annotation.access() == JsonProperty.Access.WRITE_ONLY);
            if (meant) {
                covered.add(name);
                covered.add(
                        property.getMember() == null
                                ? name
                                : property.getMember().getName());
            } else if (property.isCreatorProperty() && !written.containsKey(name)) {
                covered.add(name);
                types.refuse(value.within("." + name, property.getType()), ProblemTexts.neverWritten(name));
            }
        });
        fieldsOf(description.getBeanClass()).forEach((name, field) -> {
            if (!covered.contains(name)
                    && !field.isAnnotationPresent(JsonIgnore.class)
                    && !field.isAnnotationPresent(JsonBackReference.class)) {
                types.refuse(
                        value.within("." + name, reading.constructType(field.getGenericType())),
                        ProblemTexts.neverWritten(name));
            }
        });
    }

    /** What an object consists of, by its name. */
    private static Map<String, Field> fieldsOf(Class<?> type) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Class<?> at = type; at != null && !ProblemTexts.isOfTheJdk(at); at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (!Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers) && !field.isSynthetic()) {
                    fields.putIfAbsent(field.getName(), field);
                }
            }
        }
        return fields;
    }

    private void checkProperty(
            TypeCheck.Value value, SettableBeanProperty property, @Nullable PropertyWriter written, int depth) {
        TypeCheck.Value component =
                new TypeCheck.Value(value.path() + "." + property.getName(), property.getType(), property);
        ValueSerializer<?> writer = written instanceof BeanPropertyWriter bean ? bean.getSerializer() : null;
        types.check(
                component,
                property.hasValueDeserializer() ? property.getValueDeserializer() : null,
                property.getValueTypeDeserializer(),
                writer,
                depth + 1);
    }
}
