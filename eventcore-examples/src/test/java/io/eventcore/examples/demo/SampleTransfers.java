package io.eventcore.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * Writes the sample of transfers that comes with the demo, always the same. A few accounts take part in many of the
 * transfers (Zipf's law), and every 250th transfer asks for more money than all accounts have together.
 *
 * <p>Run it after a change: its argument is the path of {@code sample-transfers.csv}.
 */
final class SampleTransfers {

    private static final int LINES = 20_000;
    private static final int ACCOUNTS = 200;
    private static final double SKEW = 0.7;
    private static final long TOO_MUCH = 50_000_000;
    private static final List<String> NAMES = List.of(
            "ada",
            "alan",
            "barbara",
            "claude",
            "donald",
            "edsger",
            "frances",
            "grace",
            "hedy",
            "ivan",
            "john",
            "katherine",
            "leslie",
            "margaret",
            "niklaus",
            "ole",
            "radia",
            "sophie",
            "tony",
            "ursula");
    private static final List<String> PURPOSES =
            List.of("rent", "coffee", "books", "salary", "refund", "\"tea, with milk\"", "train", "gift");

    private final Random random = new Random(1_494);
    private final TreeMap<Double, String> accountsByShare = new TreeMap<>();
    private double shares;

    private SampleTransfers() {
        for (int rank = 1; rank <= ACCOUNTS; rank++) {
            accountsByShare.put(shares, NAMES.get((rank - 1) % NAMES.size()) + "-" + ((rank - 1) / NAMES.size() + 1));
            shares += Math.pow(rank, -SKEW);
        }
    }

    /** Writes the file. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), text());
    }

    /** The file's content. */
    static String text() {
        SampleTransfers sample = new SampleTransfers();
        StringBuilder text = new StringBuilder("from,to,cents,reference\n");
        for (int line = 1; line <= LINES; line++) {
            sample.writeLine(line, text);
        }
        return text.toString();
    }

    private void writeLine(int line, StringBuilder text) {
        String from = account();
        String to = account();
        while (to.equals(from)) {
            to = account();
        }
        long cents = line % 250 == 0 ? TOO_MUCH : 50 + random.nextInt(4_950);
        String purpose = PURPOSES.get(random.nextInt(PURPOSES.size()));
        String reference = purpose.endsWith("\"")
                ? purpose.substring(0, purpose.length() - 1) + " #" + line + "\""
                : purpose + " #" + line;
        text.append(from)
                .append(',')
                .append(to)
                .append(',')
                .append(cents)
                .append(',')
                .append(reference)
                .append('\n');
    }

    private String account() {
        return accountsByShare.floorEntry(random.nextDouble() * shares).getValue();
    }
}
