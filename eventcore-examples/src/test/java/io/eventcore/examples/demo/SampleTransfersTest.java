package io.eventcore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SampleTransfersTest {

    @Test
    void theSampleIsWhatItsGeneratorWrites() throws IOException {
        try (InputStream sample = TransferFile.class.getResourceAsStream("sample-transfers.csv")) {
            assertThat(new String(sample.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(SampleTransfers.text());
        }
    }

    @Test
    void theSampleHoldsTwentyThousandGoodTransfersBetweenTwoHundredAccounts() {
        FileSurvey survey = FileSurvey.of(TransferFile.sample(), line -> {});

        assertThat(survey.transfers()).isEqualTo(20_000);
        assertThat(survey.malformed()).isZero();
        assertThat(survey.accounts()).hasSize(200);
    }
}
