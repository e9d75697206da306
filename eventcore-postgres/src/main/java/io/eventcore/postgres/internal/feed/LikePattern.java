package io.eventcore.postgres.internal.feed;

/** Patterns with stars, as SQL's LIKE takes them. */
final class LikePattern {

    private LikePattern() {}

    /** Each star stands for any characters, all else for itself. */
    static String of(String pattern) {
        return pattern.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace('*', '%');
    }
}
