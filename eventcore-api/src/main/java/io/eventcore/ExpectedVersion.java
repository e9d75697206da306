package io.eventcore;

/** What a stream's version must be for an append to succeed. A stream's version is the number of its events. */
public sealed interface ExpectedVersion {

    /** {@return the expectation that the stream has no events yet} */
    static ExpectedVersion noStream() {
        return new NoStream();
    }

    /**
     * {@return the expectation that the stream has exactly so many events}
     *
     * @param version the number of events, at least 0; 0 is the same as {@link #noStream()}
     * @throws IllegalArgumentException if the version is negative
     */
    static ExpectedVersion exactly(long version) {
        return version == 0 ? new NoStream() : new Exactly(version);
    }

    /** {@return the expectation that every stream meets: the append goes behind whatever it holds} */
    static ExpectedVersion any() {
        return new Any();
    }

    /**
     * {@return whether a stream meets the expectation}
     *
     * @param actual the stream's version, 0 if it has no events
     */
    boolean matches(long actual);

    /** See {@link ExpectedVersion#noStream()}. */
    record NoStream() implements ExpectedVersion {
        @Override
        public boolean matches(long actual) {
            return actual == 0;
        }

        @Override
        public String toString() {
            return "no stream";
        }
    }

    /**
     * See {@link ExpectedVersion#exactly(long)}.
     *
     * @param version the number of events, at least 1
     */
    record Exactly(long version) implements ExpectedVersion {
        /**
         * Checks the version.
         *
         * @param version the number of events, at least 1
         * @throws IllegalArgumentException if the version is below 1
         */
        public Exactly {
            if (version < 1) {
                throw new IllegalArgumentException("An exact version is at least 1, not " + version + ".");
            }
        }

        @Override
        public boolean matches(long actual) {
            return actual == version;
        }

        @Override
        public String toString() {
            return "version " + version;
        }
    }

    /** See {@link ExpectedVersion#any()}. */
    record Any() implements ExpectedVersion {
        @Override
        public boolean matches(long actual) {
            return true;
        }

        @Override
        public String toString() {
            return "any version";
        }
    }
}
