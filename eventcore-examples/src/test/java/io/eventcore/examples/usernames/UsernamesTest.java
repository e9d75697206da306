package io.eventcore.examples.usernames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.examples.usernames.UsernameEvent.Claimed;
import io.eventcore.examples.usernames.UsernameEvent.Released;
import io.eventcore.testkit.Scenario;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UsernamesTest {

    private static final StreamId JANE = Username.stream("jane");
    private static final StreamId JOHN = Username.stream("john");
    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
    private static final Instant WHEN_FREE = NOW.plus(Username.RETENTION);

    private static final Scenario NOBODY = Scenario.of(UsernameEvent.class);
    private static final Scenario HELD = NOBODY.givenCommand(new ClaimName("jane", "a", NOW));

    @Test
    void aNameThatNobodyHadIsFree() {
        NOBODY.when(new ClaimName("jane", "a", NOW)).then(Writes.to(JANE, new Claimed("a")));
    }

    @Test
    void aNameIsHadByOneAccount() {
        HELD.when(new ClaimName("jane", "b", NOW)).thenRejected("the name is taken");
        HELD.when(new ClaimName("JANE", "b", NOW)).thenRejected("the name is taken");
    }

    @Test
    void whoHasTheNameMayClaimItAgain() {
        HELD.when(new ClaimName("jane", "a", NOW)).thenNothing();
    }

    @Test
    void aNameThatWasGivenUpStaysReservedForThreeDays() {
        HELD.when(new ReleaseName("jane", "a", NOW))
                .then(Writes.to(JANE, new Released(WHEN_FREE)))
                .and()
                .when(new ClaimName("jane", "b", WHEN_FREE.minusNanos(1)))
                .thenRejected("the name is taken")
                .and()
                .when(new ClaimName("jane", "b", WHEN_FREE))
                .then(Writes.to(JANE, new Claimed("b")));
    }

    @Test
    void onlyWhoHasANameGivesItUp() {
        HELD.when(new ReleaseName("jane", "b", NOW)).thenRejected("the account does not have the name");
        HELD.when(new ChangeName("jane", "john", "b", NOW)).thenRejected("the account does not have the name");
    }

    @Test
    void aNameIsSwappedInOneStep() {
        HELD.when(new ChangeName("jane", "john", "a", NOW))
                .then(Writes.to(JOHN, new Claimed("a")).and(JANE, new Released(WHEN_FREE)))
                .thenStreams(JANE, JOHN);
    }

    @Test
    void aNameIsNotSwappedForOneThatIsTaken() {
        HELD.givenCommand(new ClaimName("john", "b", NOW))
                .when(new ChangeName("jane", "john", "a", NOW))
                .thenRejected("the name is taken")
                .thenState(Username.FOLD, JANE, new Username("a", Instant.EPOCH));
    }

    @Test
    void namesDifferByMoreThanTheirCase() {
        assertThat(Username.stream("Jane")).isEqualTo(JANE).isNotEqualTo(JOHN);
    }

    @Test
    void whatIsNoNameIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Username.stream("jo"));
        assertThatIllegalArgumentException().isThrownBy(() -> Username.stream("jane doe"));
    }
}
