package io.eventcore.examples.demo;

import io.eventcore.ConfigurationException;
import io.eventcore.examples.demo.CsvLine.MalformedLine;
import io.eventcore.examples.demo.CsvLine.TransferLine;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a first look at the file found.
 *
 * @param transfers how many lines ask for a transfer
 * @param malformed how many lines cannot be understood
 * @param accounts the names of all accounts
 */
record FileSurvey(long transfers, long malformed, SortedSet<String> accounts) {

    FileSurvey {
        accounts = Collections.unmodifiableSortedSet(new TreeSet<>(accounts));
    }

    /**
     * Reads the whole file, and hands over each malformed line.
     *
     * @throws ConfigurationException if the file cannot be read
     */
    static FileSurvey of(TransferFile file, Consumer<MalformedLine> malformed) {
        long[] counts = new long[2];
        SortedSet<String> accounts = new TreeSet<>();
        file.read(line -> {
            if (line instanceof TransferLine transfer) {
                counts[0]++;
                accounts.add(transfer.from());
                accounts.add(transfer.to());
            } else if (line instanceof MalformedLine bad) {
                counts[1]++;
                malformed.accept(bad);
            }
        });
        return new FileSurvey(counts[0], counts[1], accounts);
    }
}
