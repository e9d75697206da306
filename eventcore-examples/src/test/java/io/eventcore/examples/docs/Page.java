package io.eventcore.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A page of the documents: any file in Markdown, wherever it is. A new page is found by itself.
 *
 * @param name the file, from the root of the repository
 * @param text all of it
 */
public record Page(String name, String text) {

    private static final Pattern BLOCK =
            Pattern.compile("^```(\\S*)[^\n]*\n(.*?)^```\\s*$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE_SPAN = Pattern.compile("`([^`]+)`");

    /** Every page, sorted by name. */
    public static List<Page> all() {
        return Repository.files(".md").stream().map(Page::of).toList();
    }

    /** The page of this file. */
    static Page of(Path file) {
        try {
            return new Page(Repository.ROOT.relativize(file).toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its file. */
    public Path file() {
        return Repository.ROOT.resolve(name);
    }

    /** Its fenced blocks, in order. */
    public List<Block> blocks() {
        return BLOCK.matcher(text).results().map(this::block).toList();
    }

    /** Its blocks of one language. */
    public List<Block> blocks(String language) {
        return blocks().stream().filter(block -> block.isOf(language)).toList();
    }

    /** What it sets in code within its sentences, each on one line. */
    public List<String> codeSpans() {
        return CODE_SPAN
                .matcher(withoutBlocks())
                .results()
                .map(found -> found.group(1).replaceAll("\\s+", " "))
                .toList();
    }

    /** The page without its fenced blocks. */
    public String withoutBlocks() {
        return BLOCK.matcher(text).replaceAll("");
    }

    private Block block(MatchResult found) {
        int line = (int) text.substring(0, found.start()).lines().count() + 1;
        return new Block(name, line, found.group(1), found.group(2));
    }

    @Override
    public String toString() {
        return name;
    }
}
