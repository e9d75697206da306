package io.eventcore.jackson;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.jdk.NumberSerializer;
import tools.jackson.databind.ser.jdk.NumberSerializers;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes the few numbers that {@code jsonb} would change as texts, from which Jackson reads them back: it keeps every digit
 * behind the point, but writes {@code 1E+3} as {@code 1000}, which is another {@link BigDecimal}, and has no negative zero.
 * All else, such as annotations of the field, is as Jackson has it.
 */
final class ExactNumbers extends SimpleModule {

    private static final long serialVersionUID = 1L;

    /** Registers the serializers. */
    ExactNumbers() {
        addSerializer(BigDecimal.class, new OfBigDecimal());
        addSerializer(Double.class, new OfDouble(Double.class));
        addSerializer(double.class, new OfDouble(double.class));
        addSerializer(Float.class, new OfFloat());
        addSerializer(float.class, new OfFloat());
        addSerializer(double[].class, new OfDoubles());
        addSerializer(float[].class, new OfFloats());
        addSerializer(OptionalDouble.class, new OfOptionalDouble());
    }

    private static final class OfBigDecimal extends NumberSerializer {
        OfBigDecimal() {
            super(BigDecimal.class);
        }

        @Override
        public void serialize(Number value, JsonGenerator json, SerializationContext context) {
            if (value instanceof BigDecimal exact && exact.scale() < 0) {
                json.writeString(exact.toString());
            } else {
                super.serialize(value, json, context);
            }
        }
    }

    private static final class OfDouble extends NumberSerializers.DoubleSerializer {
        private static final Double NEGATIVE_ZERO = -0.0;

        OfDouble(Class<?> type) {
            super(type);
        }

        @Override
        public void serialize(Object value, JsonGenerator json, SerializationContext context) {
            if (NEGATIVE_ZERO.equals(value)) {
                json.writeString("-0.0");
            } else {
                super.serialize(value, json, context);
            }
        }
    }

    private static final class OfFloat extends NumberSerializers.FloatSerializer {
        private static final Float NEGATIVE_ZERO = -0.0f;

        @Override
        public void serialize(Object value, JsonGenerator json, SerializationContext context) {
            if (NEGATIVE_ZERO.equals(value)) {
                json.writeString("-0.0");
            } else {
                super.serialize(value, json, context);
            }
        }
    }

    private static final class OfDoubles extends StdSerializer<double[]> {
        OfDoubles() {
            super(double[].class);
        }

        @Override
        public void serialize(double[] values, JsonGenerator json, SerializationContext context) {
            json.writeStartArray(values, values.length);
            for (double value : values) {
                write(value, json);
            }
            json.writeEndArray();
        }

        static void write(double value, JsonGenerator json) {
            if (OfDouble.NEGATIVE_ZERO.equals(value)) {
                json.writeString("-0.0");
            } else {
                json.writeNumber(value);
            }
        }
    }

    private static final class OfFloats extends StdSerializer<float[]> {
        OfFloats() {
            super(float[].class);
        }

        @Override
        public void serialize(float[] values, JsonGenerator json, SerializationContext context) {
            json.writeStartArray(values, values.length);
            for (float value : values) {
                if (OfFloat.NEGATIVE_ZERO.equals(value)) {
                    json.writeString("-0.0");
                } else {
                    json.writeNumber(value);
                }
            }
            json.writeEndArray();
        }
    }

    private static final class OfOptionalDouble extends StdSerializer<OptionalDouble> {
        OfOptionalDouble() {
            super(OptionalDouble.class);
        }

        @Override
        public void serialize(OptionalDouble value, JsonGenerator json, SerializationContext context) {
            if (value.isPresent()) {
                OfDoubles.write(value.getAsDouble(), json);
            } else {
                json.writeNull();
            }
        }
    }
}
