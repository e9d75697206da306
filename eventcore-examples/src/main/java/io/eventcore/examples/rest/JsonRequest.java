package io.eventcore.examples.rest;

import io.eventcore.StreamId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of a request, and what is wrong with it. All fields are asked for first and {@link #check()} comes last, so a client is
 * told all that is wrong at once. For one request, on one thread.
 */
final class JsonRequest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9-]{1,50}");
    private static final int LONGEST_TEXT = 200;

    private final JsonNode body;
    private final Set<String> known = new HashSet<>();
    private final Map<String, String> errors = new TreeMap<>();

    private JsonRequest(JsonNode body) {
        this.body = body;
    }

    /** @throws InvalidRequestException if the body is no JSON object */
    static JsonRequest of(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            if (node.isObject()) {
                return new JsonRequest(node);
            }
        } catch (JacksonException noJson) {
            // told below, in words of ours
        }
        throw new InvalidRequestException(Map.of("body", "is no JSON object"));
    }

    /** The stream of an account that is named here. */
    static StreamId account(String name) {
        return StreamId.of("account-" + name);
    }

    /** Whether this can be the name of an account. */
    static boolean isAccount(String name) {
        return ACCOUNT.matcher(name).matches();
    }

    /** The name of an account. */
    String accountName(String field) {
        String name = text(field);
        if (!errors.containsKey(field) && !isAccount(name)) {
            errors.put(field, "has 1 to 50 lower case letters, digits and hyphens");
        }
        return name;
    }

    /** A text with something in it. */
    String text(String field) {
        JsonNode value = value(field);
        if (value.isString()
                && !value.stringValue().isBlank()
                && value.stringValue().length() <= LONGEST_TEXT) {
            return value.stringValue();
        }
        errors.put(field, "is a text of 1 to " + LONGEST_TEXT + " characters");
        return "";
    }

    /** An amount of money. */
    long cents(String field) {
        JsonNode value = value(field);
        if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0) {
            return value.longValue();
        }
        errors.put(field, "is a whole number of cents, at least 1");
        return 1;
    }

    /** Notes that a field is wrong, if the condition does not hold. */
    void require(boolean condition, String field, String error) {
        if (!condition) {
            errors.putIfAbsent(field, error);
        }
    }

    private JsonNode value(String field) {
        known.add(field);
        return body.path(field);
    }

    /** @throws InvalidRequestException if anything is wrong with the fields that were asked for, or there are others */
    void check() {
        for (String field : body.propertyNames()) {
            require(known.contains(field), field, "is not known here");
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }
}
