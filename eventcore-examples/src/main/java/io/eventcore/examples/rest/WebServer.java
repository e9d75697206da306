package io.eventcore.examples.rest;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** The HTTP server. It listens on the loopback interface, and ends gracefully: what was accepted is answered. */
final class WebServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(10);

    private final Javalin server;

    private WebServer(Javalin server) {
        this.server = server;
    }

    /**
     * Starts a server.
     *
     * @param port where it listens; 0 takes one that is free
     * @param routes adds what it serves
     */
    static WebServer start(int port, Consumer<RoutesConfig> routes) {
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.modifyServer(jetty -> {
                jetty.setHandler(new GracefulHandler());
                jetty.setStopTimeout(LONGEST_FAREWELL.toMillis());
            });
            Problems.addTo(config.routes);
            routes.accept(config.routes);
        });
        return new WebServer(server.start(HOST, port));
    }

    /** Where it listens. */
    URI uri() {
        return URI.create("http://" + HOST + ":" + server.port());
    }

    /** Accepts nothing more, and waits for the answers that are under way. Blocks. */
    @Override
    public void close() {
        server.stop();
    }
}
