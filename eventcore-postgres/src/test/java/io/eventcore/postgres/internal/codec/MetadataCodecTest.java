package io.eventcore.postgres.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.EventCodecException;
import io.eventcore.EventMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataCodecTest {

    private final MetadataCodec codec = new MetadataCodec();

    @Test
    void theUsualMetadataAreReadAsJsonbPrintsThemWithoutAParser() {
        String printed = "{\"userId\": \"ada\", \"causationId\": \"cause\", \"correlationId\": \"a, b: {c}\"}";

        EventMetadata expected = EventMetadata.builder()
                .userId("ada")
                .causationId("cause")
                .correlationId("a, b: {c}")
                .build();
        assertThat(FlatMetadata.read(printed)).isEqualTo(expected);
        assertThat(codec.decode(printed)).isEqualTo(expected);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        EventMetadata flat = EventMetadata.builder()
                .correlationId("größer")
                .traceParent("00-a-b-01")
                .traceState("")
                .build();
        EventMetadata difficult =
                flat.toBuilder().userId("\"quoted\\\"\n").custom("key", "value").build();

        assertThat(FlatMetadata.read(codec.encode(flat))).isEqualTo(flat);
        assertThat(codec.decode(codec.encode(difficult))).isEqualTo(difficult);
        assertThat(codec.decode(codec.encode(EventMetadata.empty()))).isEqualTo(EventMetadata.empty());
    }

    @Test
    void keysThatAreNotKnownArePassedOver() {
        EventMetadata ada = EventMetadata.builder().userId("ada").build();

        assertThat(codec.decode("{\"later\": \"x\", \"userId\": \"ada\"}")).isEqualTo(ada);
        assertThat(codec.decode("{\"later\": [1, {\"userId\": \"eve\"}], \"userId\": \"ada\"}"))
                .isEqualTo(ada);
        assertThat(codec.decode("{\"custom\": \"no object\", \"userId\": \"ada\"}"))
                .isEqualTo(ada);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"userId\"",
                "{\"userId\": ",
                "{\"userId\": \"ada",
                "{\"userId\": \"ada\"",
                "{\"userId\": \"ada\",",
                "{\"userId\": \"ada\",}",
                "{\"userId\" \"ada\"}",
                "{userId: \"ada\"}"
            })
    void whatIsNoJsonObjectIsRefused(String text) {
        assertThat(FlatMetadata.read(text)).isNull();
        assertThatThrownBy(() -> codec.decode(text)).isInstanceOf(EventCodecException.class);
    }
}
