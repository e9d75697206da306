package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.VersionConflictException;
import io.eventcore.testkit.ContractEvent.Noted;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stream that an append names is checked, written or not, and a conflict names what it met. */
abstract class ExpectedVersionContract extends ContractTest {

    ExpectedVersionContract(EventStoreContract adapter) {
        super(adapter);
    }

    static Stream<Arguments> expectationsAndVersions() {
        return Stream.concat(checksAndVersions(), withVersions(ExpectedVersion.any()));
    }

    /** Without "any", which cannot be said of a stream that is not written. */
    static Stream<Arguments> checksAndVersions() {
        return Stream.of(
                        ExpectedVersion.noStream(),
                        ExpectedVersion.exactly(1),
                        ExpectedVersion.exactly(2),
                        ExpectedVersion.exactly(3))
                .flatMap(ExpectedVersionContract::withVersions);
    }

    private static Stream<Arguments> withVersions(ExpectedVersion expected) {
        return Stream.of(0, 1, 3).map(version -> Arguments.of(expected, version));
    }

    @ParameterizedTest(name = "{0} against version {1}")
    @MethodSource("expectationsAndVersions")
    void aWrittenStreamIsChecked(ExpectedVersion expected, int version) {
        fill(A, version);
        AppendRequest request = AppendRequest.to(A, expected, new Noted("one more"));

        if (expected.matches(version)) {
            assertThat(store.append(request).versions()).isEqualTo(Map.of(A, version + 1L));
            assertThat(payloads(A)).hasSize(version + 1).last().isEqualTo(new Noted("one more"));
        } else {
            assertNames(conflictOf(request), expected, version);
            assertThat(payloads(A)).containsExactly(notes(version));
        }
    }

    @ParameterizedTest(name = "{0} against version {1}")
    @MethodSource("checksAndVersions")
    void aStreamThatWasOnlyReadIsChecked(ExpectedVersion expected, int version) {
        fill(A, version);
        AppendRequest request = AppendRequest.builder()
                .expect(B, ExpectedVersion.noStream())
                .expect(A, expected)
                .append(NewEvent.of(B, new Noted("decided on a")))
                .build();

        if (expected.matches(version)) {
            assertThat(store.append(request).versions()).isEqualTo(Map.of(B, 1L));
            assertThat(payloads(B)).containsExactly(new Noted("decided on a"));
        } else {
            assertNames(conflictOf(request), expected, version);
            assertThat(version(B)).isZero();
        }
        assertThat(payloads(A)).containsExactly(notes(version));
    }

    @Test
    void aStreamThatWasOnlyReadStaysAbsent() {
        AppendRequest request = AppendRequest.builder()
                .expect(A, ExpectedVersion.noStream())
                .expect(B, ExpectedVersion.noStream())
                .append(NewEvent.of(B, new Noted("decided on a")))
                .build();
        store.append(request);

        AppendResult first = store.append(AppendRequest.to(A, ExpectedVersion.noStream(), new Noted("first")));

        assertThat(first.versions()).isEqualTo(Map.of(A, 1L));
    }

    @Test
    void anAppendWithoutEventsChecksItsStreamsAndChangesNothing() {
        fill(A, 2);
        AppendRequest.Builder met =
                AppendRequest.builder().expect(A, ExpectedVersion.exactly(2)).expect(B, ExpectedVersion.noStream());
        AppendRequest.Builder missed =
                AppendRequest.builder().expect(A, ExpectedVersion.exactly(1)).expect(B, ExpectedVersion.noStream());

        AppendResult result = store.append(met.build());
        VersionConflictException conflict = conflictOf(missed.build());

        assertThat(result).isEqualTo(new AppendResult(Map.of(), 0, List.of(), false));
        assertNames(conflict, ExpectedVersion.exactly(1), 2);
        assertThat(version(A)).isEqualTo(2);
        assertThat(version(B)).isZero();
    }

    private static void assertNames(VersionConflictException conflict, ExpectedVersion expected, long actual) {
        assertThat(conflict.stream()).isEqualTo(A);
        assertThat(conflict.expected()).isEqualTo(expected);
        assertThat(conflict.actual()).isEqualTo(actual);
    }
}
