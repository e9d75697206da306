package io.eventcore.bench.load;

import java.io.Serial;

/** A table does not hold what was acknowledged. Its figures are worth nothing. */
final class CheckFailedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    CheckFailedException(String message) {
        super(message);
    }
}
