package io.eventcore.torture.workload;

import io.eventcore.torture.history.History;
import io.eventcore.torture.history.HistoryWriter;
import java.io.IOException;

/**
 * The main class of a client process. It executes commands until it is told to stop, by a line on its standard input. When
 * that ends, because the process that started it is gone, it is gone too.
 */
public final class ClientProcess {

    private ClientProcess() {}

    /** Runs a client. */
    public static void main(String[] arguments) {
        ClientSettings settings = ClientSettings.in(System.getenv());
        Running running = new Running();
        Thread orders = new Thread(() -> obey(running), "orders");
        orders.setDaemon(true);
        orders.start();
        try (HistoryWriter history =
                HistoryWriter.appendingTo(History.file(settings.directory(), settings.process()))) {
            new Client(settings, running, history).run();
        }
        System.exit(0);
    }

    private static void obey(Running running) {
        try {
            while (System.in.read() >= 0) {
                running.stop();
            }
        } catch (IOException e) {
            // as if it had ended
        }
        Runtime.getRuntime().halt(9);
    }
}
