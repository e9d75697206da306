package io.eventcore.examples.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.ProjectionId;
import io.eventcore.SegmentState;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** Which version of which projection a command is about. */
final class Target {

    @Parameters(index = "0", paramLabel = "NAME", description = "The name of the projection.")
    private String name = "";

    @Option(
            names = "--version",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description = "Its version. Needed only if there are several of them.")
    private @Nullable Integer version;

    /**
     * The version that is named, or the only one.
     *
     * @throws ConfigurationException if there is no such projection, or several versions and none is named
     */
    ProjectionId in(List<SegmentState> segments) {
        List<ProjectionId> versions = ids(versionsOf(name, segments));
        if (version == null) {
            if (versions.size() > 1) {
                throw new ConfigurationException("There are " + text(versions) + ": name one of them by --version.");
            }
            return versions.get(0);
        }
        return named(name, version, segments);
    }

    /** The version that is named, or the highest. */
    ProjectionId newestIn(List<SegmentState> segments) {
        return version != null
                ? named(name, version, segments)
                : ids(versionsOf(name, segments)).stream()
                        .max(Comparator.comparingInt(ProjectionId::version))
                        .orElseThrow();
    }

    /** @throws ConfigurationException if there is no such version */
    static ProjectionId named(String name, int version, List<SegmentState> segments) {
        List<ProjectionId> versions = ids(versionsOf(name, segments));
        return versions.stream()
                .filter(id -> id.version() == version)
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("There is no version " + version + " of projection '"
                        + name + "', only " + text(versions) + "."));
    }

    /** @throws ConfigurationException if there is none */
    static List<SegmentState> versionsOf(String name, List<SegmentState> segments) {
        List<SegmentState> found = segments.stream()
                .filter(segment -> segment.projection().name().equals(name))
                .toList();
        if (found.isEmpty()) {
            String others = segments.stream()
                    .map(segment -> "'" + segment.projection().name() + "'")
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw new ConfigurationException("There is no projection '" + name + "': "
                    + (others.isEmpty() ? "none has run on this database yet." : "there are " + others + "."));
        }
        return found;
    }

    private static List<ProjectionId> ids(List<SegmentState> segments) {
        return segments.stream().map(SegmentState::projection).distinct().toList();
    }

    private static String text(List<ProjectionId> versions) {
        return versions.stream().map(ProjectionId::toString).collect(Collectors.joining(" and "));
    }
}
