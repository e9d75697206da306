package io.eventcore.postgres;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.ExecutionOptions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test of this module wait long for what must happen, unless it says itself how long: the machine may be busy with
 * something else. JUnit finds it by its service file.
 */
public final class PatientWaits implements BeforeAllCallback {

    private static final Duration LONG = Duration.ofMinutes(5);

    /** Executes commands, each of which has as much time. */
    public static CommandExecutor executor(EventStore store) {
        return CommandExecutor.builder(store)
                .defaultOptions(ExecutionOptions.defaults().withTimeout(LONG))
                .build();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LONG);
    }
}
