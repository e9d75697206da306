package io.eventcore.postgres.internal.codec;

import io.eventcore.EventCodecException;
import io.eventcore.EventMetadata;
import io.eventcore.jackson.internal.BufferPool;
import java.io.StringWriter;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Metadata as a JSON object; keys that are not set are left out. */
public final class MetadataCodec {

    private static final String CORRELATION_ID = "correlationId";
    private static final String CAUSATION_ID = "causationId";
    private static final String USER_ID = "userId";
    private static final String TRACE_PARENT = "traceParent";
    private static final String TRACE_STATE = "traceState";
    private static final String CUSTOM = "custom";

    /** What was stored must be read: how much that is was limited when it was written. */
    private final JsonFactory json = JsonFactory.builder()
            .recyclerPool(new BufferPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** The metadata as JSON. */
    public String encode(EventMetadata metadata) {
        StringWriter text = new StringWriter(128);
        try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), text)) {
            generator.writeStartObject();
            metadata.correlationId().ifPresent(value -> generator.writeStringProperty(CORRELATION_ID, value));
            metadata.causationId().ifPresent(value -> generator.writeStringProperty(CAUSATION_ID, value));
            metadata.userId().ifPresent(value -> generator.writeStringProperty(USER_ID, value));
            metadata.traceParent().ifPresent(value -> generator.writeStringProperty(TRACE_PARENT, value));
            metadata.traceState().ifPresent(value -> generator.writeStringProperty(TRACE_STATE, value));
            if (!metadata.custom().isEmpty()) {
                generator.writeObjectPropertyStart(CUSTOM);
                for (Map.Entry<String, String> entry : metadata.custom().entrySet()) {
                    generator.writeStringProperty(entry.getKey(), entry.getValue());
                }
                generator.writeEndObject();
            }
            generator.writeEndObject();
        }
        return text.toString();
    }

    /**
     * The metadata that this JSON stands for. Keys that are not known are passed over.
     *
     * @throws EventCodecException if it is not a JSON object
     */
    public EventMetadata decode(String text) {
        EventMetadata flat = FlatMetadata.read(text);
        return flat == null ? parse(text) : flat;
    }

    private EventMetadata parse(String text) {
        EventMetadata.Builder metadata = EventMetadata.builder();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new EventCodecException("An event's metadata is not a JSON object.");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING) {
                    set(metadata, key, parser.getString());
                } else if (value == JsonToken.START_OBJECT && key.equals(CUSTOM)) {
                    readCustom(parser, metadata);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new EventCodecException("An event's metadata is not readable JSON.", e);
        }
        return metadata.build();
    }

    static void set(EventMetadata.Builder metadata, String key, String value) {
        switch (key) {
            case CORRELATION_ID -> metadata.correlationId(value);
            case CAUSATION_ID -> metadata.causationId(value);
            case USER_ID -> metadata.userId(value);
            case TRACE_PARENT -> metadata.traceParent(value);
            case TRACE_STATE -> metadata.traceState(value);
            default -> {
                // written by a later version of EventCore, or by hand
            }
        }
    }

    private static void readCustom(JsonParser parser, EventMetadata.Builder metadata) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                metadata.custom(key, parser.getString());
            } else {
                parser.skipChildren();
            }
        }
    }
}
