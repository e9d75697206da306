package io.eventcore.examples.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.CommandRejectedException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StoryTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Story story = new Story(new PrintStream(out, true, StandardCharsets.UTF_8));

    @Test
    void aStoryIsTrueAsLongAsEveryClaimHolds() {
        story.say("%d accounts", 2);
        story.claim("they are open", true);

        assertThat(story.isTrue()).isTrue();
        assertThat(told()).isEqualTo("  2 accounts\n  OK      they are open\n");
    }

    @Test
    void oneClaimThatDoesNotHoldIsEnough() {
        story.claim("they are open", false);
        story.claim("they are rich", true);

        assertThat(story.isTrue()).isFalse();
        assertThat(told()).startsWith("  FAILED  they are open\n");
    }

    @Test
    void aRefusalForTheReasonThatWasClaimedHolds() {
        story.claimRefused("too late", () -> {
            throw new CommandRejectedException("too late");
        });

        assertThat(story.isTrue()).isTrue();
    }

    @Test
    void aRefusalForAnotherReasonDoesNotHold() {
        story.claimRefused("too late", () -> {
            throw new CommandRejectedException("too early");
        });

        assertThat(story.isTrue()).isFalse();
    }

    @Test
    void aCommandThatIsNotRefusedDoesNotHold() {
        story.claimRefused("too late", () -> {});

        assertThat(story.isTrue()).isFalse();
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
