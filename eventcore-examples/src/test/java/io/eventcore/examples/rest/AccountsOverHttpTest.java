package io.eventcore.examples.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.Telemetry;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TestPostgresExtension.class)
class AccountsOverHttpTest {

    private BankService service;
    private Client client;

    @BeforeEach
    void start(TestPostgres postgres) {
        service = BankService.start(postgres.newDatabase(), 0, Telemetry.none());
        client = Client.of(service);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void anAccountIsOpened() {
        HttpResponse<String> opened = client.post("/accounts", Client.ALICE);

        assertThat(opened.statusCode()).isEqualTo(201);
        assertThat(opened.headers().firstValue("Location")).contains("/accounts/alice");
        assertThat(balance("alice", opened)).isEqualTo("""
                {"account":"alice","cents":500}""");
    }

    @Test
    void aClientReadsItsOwnWrites() {
        client.post("/accounts", Client.ALICE);
        for (int deposits = 1; deposits <= 20; deposits++) {
            HttpResponse<String> deposit = client.post("/accounts/alice/deposits", "{\"cents\": 1}");

            assertThat(balance("alice", deposit)).contains("\"cents\":" + (500 + deposits));
        }
    }

    @Test
    void aTransferBooksBothSides() {
        client.post("/accounts", Client.ALICE);
        client.post("/accounts", Client.BOB);

        HttpResponse<String> transfer = client.post("/transfers", """
                {"from": "alice", "to": "bob", "cents": 300}""");

        assertThat(transfer.statusCode()).isEqualTo(201);
        assertThat(balance("alice", transfer)).contains("\"cents\":200");
        assertThat(balance("bob", transfer)).contains("\"cents\":400");
    }

    @Test
    void aRefusalSaysItsReason() {
        client.post("/accounts", Client.ALICE);
        client.post("/accounts", Client.BOB);

        HttpResponse<String> refused = client.post("/transfers", """
                {"from": "alice", "to": "bob", "cents": 501}""");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("\"detail\":\"insufficient funds\"");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void aRequestUnderTheSameKeyHappensOnce() {
        client.post("/accounts", Client.ALICE);
        HttpResponse<String> first = deposit("k1");
        HttpResponse<String> second = deposit("k1");
        HttpResponse<String> other = deposit("k2");

        assertThat(first.body()).contains("\"repeated\":false");
        assertThat(second.body()).contains("\"repeated\":true");
        assertThat(second.headers().firstValue("Position"))
                .isEqualTo(first.headers().firstValue("Position"));
        assertThat(balance("alice", other)).contains("\"cents\":700");
    }

    @Test
    void theSameKeyElsewhereIsAnotherRequest() {
        client.post("/accounts", Client.ALICE);
        client.post("/accounts", Client.BOB);
        deposit("k1");

        HttpResponse<String> transfer = client.post("/transfers", """
                {"from": "alice", "to": "bob", "cents": 1}""", RequestOptions.IDEMPOTENCY_KEY, "k1");

        assertThat(transfer.body()).contains("\"repeated\":false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/accounts | {\"account\": \"Alice!\", \"owner\": \"A\", \"cents\": 1} | account",
                "/accounts | {\"owner\": \"A\", \"cents\": 1} | account",
                "/accounts | {\"account\": \"alice\", \"owner\": \" \", \"cents\": 1} | owner",
                "/accounts | {\"account\": \"alice\", \"owner\": \"A\", \"cents\": 0} | cents",
                "/accounts | {\"account\": \"alice\", \"owner\": \"A\", \"cents\": 1.5} | cents",
                "/accounts | {\"account\": \"alice\", \"owner\": \"A\", \"cents\": \"1\"} | cents",
                "/accounts | {\"account\": \"alice\", \"owner\": \"A\", \"cents\": 9223372036854775808} | cents",
                "/accounts | {\"account\": \"alice\", \"owner\": \"A\", \"cents\": 1, \"vip\": true} | vip",
                "/transfers | {\"from\": \"alice\", \"to\": \"alice\", \"cents\": 1} | to",
                "/accounts | [] | body",
                "/accounts | { | body",
                "/accounts/Alice!/deposits | {\"cents\": 1} | account"
            })
    void whatIsNotValidIsRefusedByItsName(String path, String body, String field) {
        HttpResponse<String> refused = client.post(path, body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body()).contains("\"errors\":{\"" + field + "\":");
    }

    @Test
    void headersThatAreNotValidAreRefused() {
        assertThat(deposit("k".repeat(201)).statusCode()).isEqualTo(400);
        assertThat(client.get("/accounts/alice", AccountsResource.POSITION, "soon")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(client.get("/accounts/alice").statusCode()).isEqualTo(404);
        assertThat(client.get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(client.get("/nowhere").headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void theServiceTellsThatItIsWell() {
        assertThat(client.get("/health").statusCode()).isEqualTo(200);
        assertThat(client.get("/health").body()).contains("\"store\":true", "\"projection\":true");
    }

    private HttpResponse<String> deposit(String key) {
        return client.post("/accounts/alice/deposits", "{\"cents\": 100}", RequestOptions.IDEMPOTENCY_KEY, key);
    }

    private String balance(String account, HttpResponse<String> write) {
        String position = write.headers().firstValue(AccountsResource.POSITION).orElseThrow();
        return client.get("/accounts/" + account, AccountsResource.POSITION, position)
                .body();
    }
}
