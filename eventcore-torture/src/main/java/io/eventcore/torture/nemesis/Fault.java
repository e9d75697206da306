package io.eventcore.torture.nemesis;

import java.util.SplittableRandom;

/** Something that goes wrong in the world around the stores. */
public interface Fault {

    /** {@return its name, in a few words} */
    String name();

    /**
     * Makes it happen, waits as long as it lasts, and ends it. Blocks.
     *
     * @return what it did, for the history
     * @throws Exception if the world is in no state for it, for example because another fault lasts; then nothing is left
     *     of it
     */
    String inject(SplittableRandom random) throws Exception;
}
