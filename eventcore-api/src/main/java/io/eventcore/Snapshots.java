package io.eventcore;

/**
 * Says that the states of a {@link StreamFold} are kept in the storage from time to time, so that a command on a long
 * stream, which the store does not remember, need not read all of it. Without it a fold has no snapshots.
 *
 * <pre>{@code
 * StreamFold.over(AccountEvent.class, new Account(0, false))
 *         ...
 *         .snapshots(Snapshots.of("account", 1, Account.class))
 *         .build();
 * }</pre>
 *
 * <p>Nothing can check that a snapshot is what the fold would make of the events: <b>raise the version</b> whenever the
 * functions, the initial state, or the meaning of the state's fields change. Snapshots of other versions are not looked at.
 *
 * @param name what the snapshots are kept under, 1 to 255 characters; no other fold may have the same
 * @param version the version of the fold, at least 1
 * @param stateType the class of the state, which the store's {@link EventCodec} can write and read
 * @param every about how many events of a stream lie between two snapshots, at least 1
 * @param <T> the state of a stream
 */
public record Snapshots<T>(String name, int version, Class<T> stateType, int every) {

    /** The longest name, in Unicode code points. */
    public static final int LONGEST_NAME = 255;

    /** How many events lie between two snapshots unless something else is set. */
    public static final int DEFAULT_EVERY = 1_000;

    /**
     * Checks the name and the numbers.
     *
     * @param name what the snapshots are kept under, 1 to {@value #LONGEST_NAME} characters
     * @param version the version of the fold, at least 1
     * @param stateType the class of the state
     * @param every about how many events of a stream lie between two snapshots, at least 1
     * @throws ConfigurationException if the name is blank, too long, or holds NUL, or a number is below 1
     */
    public Snapshots {
        if (name.isBlank() || name.codePointCount(0, name.length()) > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw new ConfigurationException("The name of a fold's snapshots has 1 to " + LONGEST_NAME
                    + " characters, is not blank and holds no NUL; they are kept under it. This one is '"
                    + name.replace('\0', ' ') + "'.");
        }
        if (version < 1) {
            throw new ConfigurationException(
                    "The version of the snapshots '" + name + "' is at least 1, not " + version + ".");
        }
        if (every < 1) {
            throw new ConfigurationException(
                    "Between two of the snapshots '" + name + "' lies at least 1 event, not " + every + ".");
        }
    }

    /**
     * Snapshots every {@value #DEFAULT_EVERY} events.
     *
     * @param name what the snapshots are kept under, 1 to {@value #LONGEST_NAME} characters; no other fold may have the
     *     same
     * @param version the version of the fold, at least 1; raise it whenever the fold or the state changes
     * @param stateType the class of the state, which the store's {@link EventCodec} can write and read
     * @param <T> the state of a stream
     * @return the setting, for {@link StreamFold.Builder#snapshots}
     * @throws ConfigurationException if the name is blank, too long, or holds NUL, or the version is below 1
     */
    public static <T> Snapshots<T> of(String name, int version, Class<T> stateType) {
        return new Snapshots<>(name, version, stateType, DEFAULT_EVERY);
    }

    /**
     * The same with another distance.
     *
     * @param events about how many events of a stream lie between two snapshots, at least 1
     * @return the setting
     * @throws ConfigurationException if the distance is below 1
     */
    public Snapshots<T> every(int events) {
        return new Snapshots<>(name, version, stateType, events);
    }

    /** Whether a stream that grows from one version to another passes one of which a snapshot is taken. */
    boolean areDueBetween(long before, long after) {
        return after / every > before / every;
    }

    @Override
    public String toString() {
        return name + " v" + version;
    }
}
