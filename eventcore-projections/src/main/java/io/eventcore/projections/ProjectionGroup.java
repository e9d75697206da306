package io.eventcore.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.EventStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several projections of one process that share one tail of the feed: near the end of the feed each event is read and
 * decoded once for all of them. One that lags reads for itself until it has caught up, and holds nobody up.
 *
 * <pre>{@code
 * try (ProjectionGroup projections = ProjectionGroup.of(store)
 *         .with(new BalancesProjection())
 *         .with(new StatementsProjection(), ProjectionConfig.defaults().withFailurePolicy(FailurePolicy.park()))
 *         .start()) {
 *     ...
 * }
 * }</pre>
 *
 * Thread-safe once it is started; set it up on one thread.
 */
public final class ProjectionGroup implements AutoCloseable {

    private final EventStore store;
    private final ProjectionConfig defaults;
    private final SharedFeed.Source feeds;
    private final Map<String, ProjectionRunner> runners = new LinkedHashMap<>();

    private ProjectionGroup(EventStore store, ProjectionConfig defaults) {
        this.store = store;
        this.defaults = defaults;
        this.feeds = new SharedFeed.Source(store, defaults);
    }

    /**
     * An empty group with {@link ProjectionConfig#defaults()}.
     *
     * @param store where the events and the checkpoints are; the group does not close it
     * @return the group
     */
    public static ProjectionGroup of(EventStore store) {
        return of(store, ProjectionConfig.defaults());
    }

    /**
     * An empty group.
     *
     * @param store where the events and the checkpoints are; the group does not close it
     * @param defaults for projections that are added without settings of their own; its batch size and pauses are also
     *     those of the shared tail
     * @return the group
     */
    public static ProjectionGroup of(EventStore store, ProjectionConfig defaults) {
        return new ProjectionGroup(
                ProjectionRunner.notNull(store, "event store"), ProjectionRunner.notNull(defaults, "configuration"));
    }

    /**
     * Adds a projection with the group's settings.
     *
     * @param projection a projection, or another version of one, that the group has not yet
     * @return this group
     * @throws ConfigurationException if the group has this version of it already, or its name or version is not allowed
     */
    public ProjectionGroup with(Projection<?> projection) {
        return with(projection, defaults);
    }

    /**
     * Adds a projection with settings of its own.
     *
     * @param projection a projection, or another version of one, that the group has not yet
     * @param config its settings, in the place of the group's
     * @return this group
     * @throws ConfigurationException if the group has this version of it already, its name or version is not allowed,
     *     or the settings do not fit it
     */
    public ProjectionGroup with(Projection<?> projection, ProjectionConfig config) {
        ProjectionRunner runner = new ProjectionRunner(
                store,
                ProjectionRunner.notNull(projection, "projection"),
                ProjectionRunner.notNull(config, "configuration"),
                feeds);
        String key = runner.status().projection().toString();
        if (runners.putIfAbsent(key, runner) != null) {
            throw new ConfigurationException("The group has projection '" + key + "' already.");
        }
        return this;
    }

    /**
     * Starts all that do not run. One that fails later does not stop the others.
     *
     * @return this group
     */
    public ProjectionGroup start() {
        runners().stream().filter(runner -> !isRunning(runner)).forEach(ProjectionRunner::start);
        return this;
    }

    /**
     * Finds the runner of a projection, for its status, a pause, or to wait for a position.
     *
     * @param name the projection's name
     * @return its runner; that of the highest version if there are several
     * @throws ConfigurationException if the group has none of this name
     */
    public ProjectionRunner runner(String name) {
        return runners().stream()
                .filter(runner -> runner.status().name().equals(name))
                .max((a, b) -> Integer.compare(
                        a.status().projection().version(),
                        b.status().projection().version()))
                .orElseThrow(() -> new ConfigurationException(
                        "The group has no projection '" + name + "', only " + runners.keySet() + "."));
    }

    /** {@return all runners, in the order in which their projections were added} */
    public List<ProjectionRunner> runners() {
        return List.copyOf(runners.values());
    }

    /** {@return where each projection stands} Does not block on the storage. */
    public List<ProjectionStatus> statuses() {
        return runners().stream().map(ProjectionRunner::status).toList();
    }

    /**
     * Stops all of them after their current batches, and waits for that. Not to be called from within a projection, which
     * might wait for another that waits for it.
     */
    public void stop() {
        runners().forEach(ProjectionRunner::requestStop);
        runners().forEach(ProjectionRunner::stop);
    }

    /** Closes all runners; see {@link ProjectionRunner#close()}. */
    @Override
    public void close() {
        runners().forEach(ProjectionRunner::requestStop);
        runners().forEach(ProjectionRunner::close);
    }

    private static boolean isRunning(ProjectionRunner runner) {
        return switch (runner.status().state()) {
            case NEW, STOPPED, FAILED -> false;
            case RUNNING, STANDBY, PAUSED -> true;
        };
    }
}
