package io.eventcore.bench.load;

import java.io.Serial;

/** A process of the load run ended, failed or fell silent. The run has no figures without it. */
final class InstanceFailedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    InstanceFailedException(String message) {
        super(message);
    }
}
