package io.eventcore.examples.docs;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A fenced block of a page.
 *
 * @param page the page, from the root of the repository
 * @param line the line of its fence, from 1
 * @param language what its fence says, empty if nothing
 * @param text what is in it
 */
public record Block(String page, int line, String language, String text) {

    private static final Pattern CONTINUED = Pattern.compile("\\\\\n\\s*");

    /** Whether this is a block of the language. */
    public boolean isOf(String name) {
        return language.equals(name);
    }

    /** Its lines, those that end with a backslash joined with the next. */
    public List<String> commands() {
        return CONTINUED.matcher(text).replaceAll("").lines().toList();
    }

    @Override
    public String toString() {
        return page + ":" + line;
    }
}
