package io.eventcore.examples.story;

import io.eventcore.examples.database.Database;
import java.io.PrintStream;
import java.util.UUID;

/** Runs examples on a database, each in a schema of its own. */
public final class Telling {

    private final Database database;
    private final PrintStream out;

    /** Examples run on this database and print here. */
    public Telling(Database database, PrintStream out) {
        this.database = database;
        this.out = out;
    }

    /**
     * Runs one example alone, on the database that {@value Database#ENVIRONMENT_VARIABLE} names or on an embedded one. Blocks.
     *
     * @return 0 if all that it claims is so, otherwise 1: what its main ends the process with
     */
    public static int alone(Example example) throws Exception {
        try (Database database = Database.find(null, System.getenv())) {
            return new Telling(database, System.out).tell(example) ? 0 : 1;
        }
    }

    /**
     * Runs one example to its end. Blocks.
     *
     * @return whether all that it claims is so
     * @throws Exception if it could not go on
     */
    public boolean tell(Example example) throws Exception {
        out.println(example.name() + ": " + example.shows());
        Story story = new Story(out);
        String schema = "example_" + UUID.randomUUID().toString().replace("-", "");
        try (Database own = database.newSchema(schema)) {
            example.tell(own.url(), story);
        }
        return story.isTrue();
    }
}
