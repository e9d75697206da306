package io.eventcore.torture.checker;

/**
 * Something that contradicts a promise.
 *
 * @param kind which promise, in a few words
 * @param call the call that shows it; empty if it is none
 * @param explanation what was told or decided, and what stood there
 */
public record Finding(String kind, String call, String explanation) {

    @Override
    public String toString() {
        return kind + ": " + explanation;
    }
}
