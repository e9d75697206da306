package io.eventcore.postgres.internal.append;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which requests can be under way together. */
class StreamClaimsTest {

    private final StreamClaims claims = new StreamClaims();

    @Test
    void nothingClashesWithNoClaims() {
        assertThat(claims.clashWith(Appends.writing("a"))).isFalse();
    }

    @Test
    void aWriterClashesWithWritersAndReadersOfItsStreamOnly() {
        claims.add(Appends.writing("a", "b"));

        assertThat(claims.clashWith(Appends.writing("c", "b"))).isTrue();
        assertThat(claims.clashWith(Appends.reading("a", 1))).isTrue();
        assertThat(claims.clashWith(Appends.writing("c"))).isFalse();
    }

    @Test
    void aReaderClashesWithWritersAndWithReadersOfAnotherVersion() {
        claims.add(Appends.reading("a", 1));

        assertThat(claims.clashWith(Appends.writing("a"))).isTrue();
        assertThat(claims.clashWith(Appends.reading("a", 2))).isTrue();
        assertThat(claims.clashWith(Appends.reading("a", 1))).isFalse();
    }

    @Test
    void aStreamIsFreeWhenItsLastReaderIsRemoved() {
        PendingAppend first = Appends.reading("a", 1);
        PendingAppend second = Appends.reading("a", 1);
        claims.add(first);
        claims.add(second);

        claims.remove(first);
        assertThat(claims.clashWith(Appends.writing("a"))).isTrue();

        claims.remove(second);
        assertThat(claims.clashWith(Appends.writing("a"))).isFalse();
    }

    @Test
    void clashingRequestsThatWereAddedCloseTheStreamToAll() {
        claims.add(Appends.reading("a", 1));
        claims.add(Appends.reading("a", 2));

        assertThat(claims.clashWith(Appends.reading("a", 1))).isTrue();
        assertThat(claims.clashWith(Appends.reading("a", 2))).isTrue();
    }

    @Test
    void aWriterThatWasAddedToReadersClosesTheStreamToThem() {
        claims.add(Appends.reading("a", 1));
        claims.add(Appends.writing("a"));

        assertThat(claims.clashWith(Appends.reading("a", 1))).isTrue();
    }

    @Test
    void removingWhatWasNeverAddedChangesNothing() {
        claims.remove(Appends.writing("a"));

        assertThat(claims.clashWith(Appends.writing("a"))).isFalse();
    }
}
