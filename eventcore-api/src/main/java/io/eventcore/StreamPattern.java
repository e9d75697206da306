package io.eventcore;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A pattern of stream names in which a star stands for any characters, also none; all else is literal. */
final class StreamPattern {

    private final String text;
    private final Pattern regex;

    StreamPattern(String text) {
        this.text = text;
        this.regex = Pattern.compile(
                Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")), Pattern.DOTALL);
    }

    boolean matches(StreamId stream) {
        return regex.matcher(stream.value()).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
