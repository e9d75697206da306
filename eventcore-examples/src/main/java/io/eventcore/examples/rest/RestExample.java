package io.eventcore.examples.rest;

import io.eventcore.Telemetry;
import io.eventcore.examples.story.Example;
import io.eventcore.examples.story.Story;
import io.eventcore.examples.story.Telling;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Starts the service, and is its client. */
public final class RestExample implements Example {

    private static final String TRANSFER = """
            {"from": "alice", "to": "bob", "cents": 300}""";

    private final HttpClient client = HttpClient.newHttpClient();

    /** Runs it alone. */
    public static void main(String[] arguments) throws Exception {
        System.exit(Telling.alone(new RestExample()));
    }

    @Override
    public String name() {
        return "rest";
    }

    @Override
    public String shows() {
        return "accounts over HTTP: refusals, repeated requests, and reads of what was just written";
    }

    @Override
    public void tell(String url, Story story) throws IOException, InterruptedException {
        try (BankService service = BankService.start(url, 0, Telemetry.none())) {
            URI uri = service.uri();
            post(story, uri, "/accounts", """
                    {"account": "alice", "owner": "Alice", "cents": 500}""", "k1");
            post(story, uri, "/accounts", """
                    {"account": "bob", "owner": "Bob", "cents": 100}""", "k2");
            HttpResponse<String> paid = post(story, uri, "/transfers", TRANSFER, "k3");
            story.claim("the transfer was carried out", paid.statusCode() == 201);

            HttpResponse<String> again = post(story, uri, "/transfers", TRANSFER, "k3");
            story.claim(
                    "sent again under the same key, it is the same transfer",
                    again.body().contains("\"repeated\":true"));
            String position =
                    paid.headers().firstValue(AccountsResource.POSITION).orElse("");
            HttpResponse<String> balance = get(story, uri, "/accounts/bob", position);
            story.claim(
                    "Bob's balance shows it, once, and at once", balance.body().contains("\"cents\":400"));

            story.claim(
                    "without the money it is refused",
                    post(story, uri, "/transfers", TRANSFER, "k4").statusCode() == 422);
            HttpResponse<String> invalid = post(story, uri, "/accounts/bob/deposits", """
                    {"cents": -1}""", "k5");
            story.claim(
                    "what makes no sense is refused by the name of the field",
                    invalid.statusCode() == 400 && invalid.body().contains("\"errors\":{\"cents\""));
            story.claim(
                    "there is no such account",
                    get(story, uri, "/accounts/carol", "").statusCode() == 404);
            story.claim("the service is well", get(story, uri, "/health", "").statusCode() == 200);
        }
    }

    private HttpResponse<String> post(Story story, URI uri, String path, String body, String key)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve(path))
                .header("Content-Type", "application/json")
                .header(RequestOptions.IDEMPOTENCY_KEY, key)
                .POST(BodyPublishers.ofString(body))
                .build();
        return send(story, request, "POST " + path + " " + body);
    }

    private HttpResponse<String> get(Story story, URI uri, String path, String position)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(path));
        if (!position.isEmpty()) {
            request.header(AccountsResource.POSITION, position);
        }
        return send(story, request.build(), "GET " + path);
    }

    private HttpResponse<String> send(Story story, HttpRequest request, String line)
            throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        story.say("%s", line);
        story.say("    %d %s", response.statusCode(), response.body());
        return response;
    }
}
