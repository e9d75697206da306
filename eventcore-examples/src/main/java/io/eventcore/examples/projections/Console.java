package io.eventcore.examples.projections;

import io.eventcore.ConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Where a command prints, and whether a person sees it and can answer.
 *
 * @param out takes what was asked for
 * @param err takes progress, questions and errors
 * @param in where a person types
 * @param outIsTerminal whether a person watches {@code out}
 * @param errIsTerminal whether a person watches {@code err}
 * @param inIsTerminal whether a person types into {@code in}
 */
public record Console(
        PrintStream out,
        PrintStream err,
        InputStream in,
        boolean outIsTerminal,
        boolean errIsTerminal,
        boolean inIsTerminal) {

    /**
     * Says what will be done, and asks whether it is meant.
     *
     * @param effect what will be done, in sentences
     * @param word what a person must type
     * @param yes whether it was confirmed on the command line
     * @throws ConfigurationException if it is not confirmed
     */
    void confirm(String effect, String word, boolean yes) {
        err.println(effect);
        if (yes) {
            return;
        }
        if (!inIsTerminal) {
            throw new ConfigurationException("Nothing was done: confirm it with --yes.");
        }
        err.print("Type " + word + " to do it: ");
        err.flush();
        if (!word.equals(typed())) {
            throw new ConfigurationException("Nothing was done.");
        }
    }

    private String typed() {
        try {
            String line = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset())).readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "Nothing was done: the answer cannot be read (" + e.getMessage() + ").", e);
        }
    }
}
