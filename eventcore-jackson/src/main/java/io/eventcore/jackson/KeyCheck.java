package io.eventcore.jackson;

import java.util.Optional;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.jdk.JDKKeySerializers;

/** Checks the keys of maps: JSON has texts only, and Jackson writes by {@code toString} what it knows no other form for. */
final class KeyCheck {

    private final TypeCheck types;
    private final DeserializationContext reading;
    private final SerializationContext writing;

    KeyCheck(TypeCheck types, DeserializationContext reading, SerializationContext writing) {
        this.types = types;
        this.reading = reading;
        this.writing = writing;
    }

    void check(TypeCheck.Value key) {
        Class<?> raw = key.type().getRawClass();
        if (raw == String.class) {
            return;
        }
        if (raw == Object.class || !isReadable(key) || isTextThatNothingReads(key, raw)) {
            types.refuse(key, ProblemTexts.KEY);
        }
    }

    private boolean isReadable(TypeCheck.Value key) {
        try {
            return reading.findKeyDeserializer(key.type(), key.property()) != null;
        } catch (RuntimeException e) { // Jackson knows none
            return false;
        }
    }

    private boolean isTextThatNothingReads(TypeCheck.Value key, Class<?> raw) {
        return !isOfTheJdk(raw) && !raw.isEnum() && isWrittenByToString(key);
    }

    private boolean isWrittenByToString(TypeCheck.Value key) {
        BeanDescription description = reading.introspectBeanDescription(key.type());
        if (Optional.ofNullable(description.findJsonKeyAccessor())
                .or(() -> Optional.ofNullable(description.findJsonValueAccessor()))
                .isPresent()) {
            return false;
        }
        ValueSerializer<Object> writer = writing.findKeySerializer(key.type(), key.property());
        return writer.getClass().getEnclosingClass() == JDKKeySerializers.class
                || writer.getClass().getName().endsWith("ToStringSerializer");
    }

    /** Those which Jackson reads as keys, it reads from their texts. */
    private static boolean isOfTheJdk(Class<?> type) {
        return type.getName().startsWith("java.");
    }
}
