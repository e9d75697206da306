package io.eventcore.jackson;

import io.eventcore.InvalidEventException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads what was written before it is stored, so that nothing is stored which comes back as something else. Thread-safe. */
final class RoundTrip {

    private final StreamReadConstraints limits;
    private final Components components;
    private final JsonMapper mapper;
    private final ConcurrentMap<Class<?>, StoredFields> fields = new ConcurrentHashMap<>();

    RoundTrip(JsonMapper mapper, Components components) {
        this.limits = mapper.tokenStreamFactory().streamReadConstraints();
        this.components = components;
        this.mapper = mapper;
    }

    /**
     * The JSON as a database will give it back.
     *
     * @throws InvalidEventException if it would be refused, could not be read, or would be read as another payload; the
     *     message is the end of a sentence that says about which event
     */
    String verified(Object payload, String json, ObjectReader reader) {
        String stored;
        Object readBack;
        try {
            stored = StoredJson.of(json, limits);
            readBack = reader.readValue(stored);
        } catch (StoredJson.UnstorableException e) {
            throw new InvalidEventException(
                    "it " + e.getMessage() + components.at(payload.getClass(), json, e.offset()) + ".");
        } catch (JacksonException e) {
            throw new InvalidEventException(
                    "it could not be read back from its JSON" + components.at(payload.getClass(), e) + ": "
                            + Unquoted.nameOf(e) + ".",
                    Unquoted.of(e));
        }
        if (!payload.equals(readBack)) {
            refuseDifference(payload, readBack);
        }
        return stored;
    }

    private void refuseDifference(Object payload, @Nullable Object readBack) {
        Differences differences = new Differences(mapper, fields);
        String path = differences.find(payload, readBack);
        if (path == null) {
            return;
        }
        Class<?> untold = differences.untold();
        throw new InvalidEventException("it would come back as another value" + Components.inComponent(path) + ": "
                + (untold == null
                        ? "its JSON does not hold all of it."
                        : "the accessors of " + untold.getName() + " do not return all that its fields hold and its"
                                + " equals compares. Store what the fields hold, or annotate with @JsonIgnore what"
                                + " need not be stored."));
    }
}
