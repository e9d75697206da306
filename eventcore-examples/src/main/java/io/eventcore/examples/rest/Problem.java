package io.eventcore.examples.rest;

import io.javalin.http.Context;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer that says what is wrong, in the form of RFC 9457.
 *
 * @param title what kind of problem it is
 * @param status the HTTP status
 * @param detail what a person can do about it
 * @param errors what is wrong in the request, by field; empty if it is nothing of that kind
 */
record Problem(String title, int status, String detail, Map<String, String> errors) {

    private static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, String title, String detail) {
        return new Problem(title, status, detail, Map.of());
    }

    void answer(Context response) {
        response.status(status)
                .contentType(MEDIA_TYPE)
                .result(JsonMapper.shared().writeValueAsBytes(this));
    }

    /** Answers, and says that trying again after a second makes sense. */
    void answerForNow(Context response) {
        response.header("Retry-After", "1");
        answer(response);
    }
}
