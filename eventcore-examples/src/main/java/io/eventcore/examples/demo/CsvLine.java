package io.eventcore.examples.demo;

/** A line of the transfer file, read or refused. */
sealed interface CsvLine {

    /** The line's number in the file; the first is 1. */
    long number();

    /**
     * A line that asks for a transfer.
     *
     * @param number the line's number
     * @param from the name of the account that pays
     * @param to the name of the account that is paid, another one
     * @param cents how much, positive
     * @param reference what it is for; may be empty
     */
    record TransferLine(long number, String from, String to, long cents, String reference) implements CsvLine {}

    /**
     * A line that cannot be understood.
     *
     * @param number the line's number
     * @param reason what is wrong with it
     * @param text the line as it stands in the file
     */
    record MalformedLine(long number, String reason, String text) implements CsvLine {}
}
