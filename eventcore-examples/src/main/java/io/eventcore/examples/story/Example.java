package io.eventcore.examples.story;

/** A program that shows how a problem is solved with EventCore, and checks what it says. */
public interface Example {

    /** What it is called on the command line. */
    String name();

    /** What it shows, in some words. */
    String shows();

    /**
     * Tells its story. Blocks until the end, and closes all that it opens.
     *
     * @param url an empty database, or schema, with user and password; the example creates its tables there
     * @param story takes what is to be told, and whether it is so
     * @throws Exception if it cannot go on
     */
    void tell(String url, Story story) throws Exception;
}
