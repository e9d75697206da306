package io.eventcore.examples.rest;

import java.util.Map;

/** A request that no command can be made of. */
final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> errors;

    /** @param errors what is wrong, by the name of the field or header */
    InvalidRequestException(Map<String, String> errors) {
        super(errors.toString());
        this.errors = Map.copyOf(errors);
    }

    Map<String, String> errors() {
        return errors;
    }
}
