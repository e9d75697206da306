package io.eventcore.jackson;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.PropertyWriter;

/**
 * Names the component of a class that a failure is about. A component's name belongs to the class and may be told; the key of
 * a map belongs to the event, and becomes {@code {}}. Thread-safe.
 */
final class Components {

    private static final JsonFactory UNLIMITED = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonMapper mapper;

    Components(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Where Jackson failed, as {@code ", in its component 'lines[].amount'"}; empty if it does not know. */
    String at(Class<?> type, JacksonException failure) {
        StringBuilder path = new StringBuilder();
        Place place = new Place(mapper.constructType(type));
        for (JacksonException.Reference step : failure.getPath()) {
            place = place.step(step.getPropertyName(), path);
        }
        return inComponent(path.toString());
    }

    /** Which component of a document's class holds this place of the document. */
    String at(Class<?> type, String json, int offset) {
        StringBuilder path = new StringBuilder();
        Place place = new Place(mapper.constructType(type));
        for (@Nullable String name : stepsTo(json, offset)) {
            place = place.step(name, path);
        }
        return inComponent(path.toString());
    }

    static String inComponent(String path) {
        if (path.isEmpty()) {
            return "";
        }
        return ", in its component '" + (path.startsWith(".") ? path.substring(1) : path) + "'";
    }

    /** The names of the objects' fields, and "" for places in lists, from the root to an offset. */
    private static Deque<String> stepsTo(String json, int offset) {
        Deque<String> steps = new ArrayDeque<>();
        try (JsonParser parser = UNLIMITED.createParser(ObjectReadContext.empty(), json)) {
            JsonToken token = parser.nextToken();
            while (token != null && parser.currentTokenLocation().getCharOffset() < offset) {
                token = parser.nextToken();
            }
            TokenStreamContext context = parser.streamReadContext();
            for (; context != null && !context.inRoot(); context = context.getParent()) {
                String name = context.currentName();
                if (context.inArray() || name != null) {
                    steps.addFirst(name == null ? "" : name);
                }
            }
        } catch (JacksonException e) {
            // A number that no parser takes: the place before it is known.
        }
        return steps;
    }

    /** A type on the way into a document, or null where the way cannot be followed by types any more. */
    private final class Place {
        private final @Nullable JavaType type;

        Place(@Nullable JavaType type) {
            this.type = type;
        }

        Place step(@Nullable String name, StringBuilder path) {
            if (type == null) {
                return this;
            }
            if (type.isReferenceType()) {
                return new Place(type.getContentType()).step(name, path);
            }
            if (type.isMapLikeType() || type.isArrayType() || type.isCollectionLikeType()) {
                path.append(type.isMapLikeType() ? "{}" : "[]");
                return new Place(type.getContentType());
            }
            PropertyWriter component = name == null ? null : componentOf(type, name);
            if (component == null) {
                return new Place(null);
            }
            path.append('.').append(component.getName());
            return new Place(component.getType());
        }
    }

    private @Nullable PropertyWriter componentOf(JavaType type, String name) {
        try {
            SerializationContext context = mapper._serializationContext();
            ValueSerializer<Object> serializer = context.findValueSerializer(type);
            for (Iterator<PropertyWriter> all = serializer.properties(); all.hasNext(); ) {
                PropertyWriter component = all.next();
                if (component.getName().equals(name)) {
                    return component;
                }
            }
        } catch (RuntimeException e) {
            // The failure that is to be described is another one.
        }
        return null;
    }
}
