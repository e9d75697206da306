package io.eventcore.examples.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventStore;
import io.eventcore.OverloadedException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.Telemetry;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.testkit.ForwardingStore;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client is told when the store refuses, is away, or does not answer. */
@ExtendWith(TestPostgresExtension.class)
class TroubleOverHttpTest {

    private String url = "";

    @BeforeEach
    void createDatabase(TestPostgres postgres) {
        url = postgres.newDatabase();
    }

    @Test
    void aStoreThatIsOverloadedMeansTryAgainSoon() {
        HttpResponse<String> response = openAccount(() -> failed(new OverloadedException("The queue is full.")));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void aStoreThatIsAwayMeansTryAgainSoon() {
        HttpResponse<String> response =
                openAccount(() -> failed(new StoreUnavailableException("db.internal does not answer.")));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).doesNotContain("db.internal");
    }

    @Test
    void aStoreThatDoesNotAnswerInTimeMeansThatItMayHaveHappened() {
        HttpResponse<String> response = openAccount(CompletableFuture::new);

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(response.body()).contains(RequestOptions.IDEMPOTENCY_KEY);
    }

    @Test
    void anOutcomeThatNobodyKnowsMeansThatItMayHaveHappened() {
        assertThat(openAccount(() -> failed(new UnknownOutcomeException("Gone.")))
                        .statusCode())
                .isEqualTo(504);
    }

    @Test
    void aDefectTellsNothingOfTheInside() {
        HttpResponse<String> response = openAccount(() -> failed(new IllegalStateException("secret")));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void aRequestThatIsUnderWayIsAnsweredBeforeTheServiceEnds() throws InterruptedException {
        CountDownLatch underWay = new CountDownLatch(1);
        CompletableFuture<String> gate = new CompletableFuture<>();
        BankService service = start(Duration.ofSeconds(30), store -> new ForwardingStore(store) {
            @Override
            public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
                underWay.countDown();
                return gate.thenCompose(open -> store.appendAsync(request));
            }
        });
        Client client = Client.of(service);
        CompletableFuture<HttpResponse<String>> answer = client.postAsync("/accounts", Client.ALICE);
        underWay.await();

        CompletableFuture<Void> end = CompletableFuture.runAsync(service::close);
        Awaitility.await().until(() -> acceptsNothing(client));
        gate.complete("open");

        assertThat(answer.join().statusCode()).isEqualTo(201);
        end.join();
    }

    private static boolean acceptsNothing(Client client) {
        try {
            return client.get("/health").statusCode() == 503;
        } catch (UncheckedIOException refused) {
            return true;
        }
    }

    private HttpResponse<String> openAccount(Supplier<CompletableFuture<AppendResult>> outcome) {
        try (BankService service = start(Duration.ofSeconds(1), store -> new ForwardingStore(store) {
            @Override
            public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
                return outcome.get();
            }
        })) {
            return Client.of(service).post("/accounts", Client.ALICE);
        }
    }

    private BankService start(Duration deadline, UnaryOperator<EventStore> between) {
        return BankService.start(url, 0, Telemetry.none(), deadline, between);
    }

    private static CompletableFuture<AppendResult> failed(RuntimeException failure) {
        return CompletableFuture.failedFuture(failure);
    }
}
