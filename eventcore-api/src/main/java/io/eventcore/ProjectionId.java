package io.eventcore;

/**
 * One version of a projection. Versions of one name run side by side, each with checkpoints of its own: so a new read
 * model is built while the old one still answers.
 *
 * @param name the name, 1 to 255 characters
 * @param version 1 for the first; a higher one replaces a lower one when it has caught up
 */
public record ProjectionId(String name, int version) {

    /** The longest name, in Unicode code points. */
    public static final int LONGEST_NAME = 255;

    /**
     * Checks the name and the version.
     *
     * @param name the name, 1 to 255 characters
     * @param version the version, at least 1
     * @throws ConfigurationException if the name is blank, too long, or holds NUL, or the version is below 1
     */
    public ProjectionId {
        if (name.isBlank() || name.codePointCount(0, name.length()) > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw new ConfigurationException("The name of a projection has 1 to " + LONGEST_NAME
                    + " characters, is not blank and holds no NUL; its checkpoint is kept under it. This one is '"
                    + name.replace('\0', ' ') + "'.");
        }
        if (version < 1) {
            throw new ConfigurationException(
                    "The version of a projection is at least 1; that of '" + name + "' is " + version + ".");
        }
    }

    @Override
    public String toString() {
        return name + " v" + version;
    }
}
