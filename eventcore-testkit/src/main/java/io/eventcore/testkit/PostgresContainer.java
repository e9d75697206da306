package io.eventcore.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A server in a container of its own, with a password of its own. */
final class PostgresContainer implements PostgresServer {

    private static final DockerImageName IMAGE = DockerImageName.parse("postgres:18");
    private static final int PORT = 5432;

    private final GenericContainer<?> container;
    private final String password;

    private PostgresContainer(GenericContainer<?> container, String password) {
        this.container = container;
        this.password = password;
    }

    /**
     * Whether a Docker engine answers. Where nothing hints at one, nothing is tried: trying takes long and logs errors.
     */
    static boolean isDockerHere(Map<String, String> environment) {
        return isHinted(environment) && DockerClientFactory.instance().isDockerAvailable();
    }

    private static boolean isHinted(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("user.home", ""));
        Stream<Path> traces = Stream.of(
                Path.of("/var/run/docker.sock"),
                Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/run"), "docker.sock"),
                home.resolve(".docker/run/docker.sock"),
                home.resolve(".docker/desktop/docker.sock"),
                home.resolve(".testcontainers.properties"));
        return environment.containsKey("DOCKER_HOST")
                || System.getProperty("os.name", "").startsWith("Windows")
                || traces.anyMatch(Files::exists);
    }

    @SuppressWarnings("resource") // closed by close()
    static PostgresContainer start(Map<String, String> settings) {
        String password = UUID.randomUUID().toString();
        List<String> command = new ArrayList<>(List.of("postgres"));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        GenericContainer<?> container = new GenericContainer<>(IMAGE)
                .withExposedPorts(PORT)
                .withEnv("POSTGRES_PASSWORD", password)
                .withCommand(command.toArray(String[]::new))
                // The image starts the server once to set it up, and once more to stay.
                .waitingFor(Wait.forLogMessage(".*database system is ready to accept connections.*\\s", 2));
        container.start();
        return new PostgresContainer(container, password);
    }

    @Override
    public PostgresUrl url() {
        return PostgresUrl.of(container.getHost(), container.getMappedPort(PORT), "postgres", "postgres", password);
    }

    @Override
    public String kind() {
        return "in a container";
    }

    @Override
    public boolean forgetsDatabases() {
        return true;
    }

    @Override
    public String whenUnreachable() {
        return "The PostgreSQL container does not answer";
    }

    @Override
    public void close() {
        container.close();
    }
}
