package io.eventcore.bench;

import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresConfigBuilder;
import io.eventcore.testkit.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares settings of the store, the driver or the session on one durable server. Each variant has a store and a
 * database of its own, and they take turns, so that a noisy machine slows all: under load for a short time each, and one
 * call after the other. Look at the ratios to the first variant.
 */
@Command(
        name = "settings-comparison",
        mixinStandardHelpOptions = true,
        description = "Compares settings, for example --variant lanes=2 --variant lanes=4.")
public final class SettingsComparison implements Callable<Integer> {

    @Option(
            names = "--variant",
            required = true,
            description = {
                "Settings to compare with those of the first variant, with & in between:",
                "lanes=N, connections=N, or a parameter of the driver, such as prepareThreshold=0 or",
                "options=-c%%20synchronous_commit%%3Doff."
            })
    private List<String> variants = List.of();

    @Option(
            names = "--server",
            description = "A setting of the server for all variants, for example shared_buffers=1GB.")
    private Map<String, String> server = Map.of();

    @Option(
            names = "--rounds",
            defaultValue = "15",
            description = "How often each takes a turn (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--turn",
            defaultValue = "PT0.5S",
            description = "How long each load runs in a turn (default: ${DEFAULT-VALUE}).")
    private Duration turn = Duration.ZERO;

    @Option(
            names = "--calls",
            defaultValue = "3000",
            description = "How often each call is done one at a time (default: ${DEFAULT-VALUE}).")
    private int calls;

    private final Map<String, List<List<Double>>> figures = new TreeMap<>();

    /** Runs the comparison. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SettingsComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        TestPostgres.Builder builder = TestPostgres.builder().durable(true);
        server.forEach(builder::setting);
        try (TestPostgres postgres = builder.start()) {
            System.out.println(postgres.describe());
            List<StoreLoads> stores = new ArrayList<>();
            try {
                for (String variant : variants) {
                    stores.add(StoreLoads.open(configOf(variant, postgres.newDatabase())));
                }
                compare(stores);
            } finally {
                stores.forEach(StoreLoads::close);
            }
        }
        return 0;
    }

    private static PostgresConfig configOf(String variant, String url) {
        StringBuilder parameters = new StringBuilder(url);
        Map<String, Integer> own = new TreeMap<>();
        for (String setting : variant.split("&", -1)) {
            if (setting.startsWith("lanes=") || setting.startsWith("connections=")) {
                int equals = setting.indexOf('=');
                own.put(setting.substring(0, equals), Integer.parseInt(setting.substring(equals + 1)));
            } else {
                parameters.append('&').append(setting);
            }
        }
        PostgresConfigBuilder config = PostgresConfig.builder(parameters.toString());
        own.forEach((name, value) -> {
            if (name.equals("lanes")) {
                config.appendLanes(value);
            } else {
                config.maxConnections(value);
            }
        });
        return config.build();
    }

    private void compare(List<StoreLoads> stores) throws InterruptedException {
        for (int round = 0; round <= rounds; round++) {
            for (int i = 0; i < stores.size(); i++) {
                for (Map.Entry<String, Double> rate : stores.get(i).run(turn).entrySet()) {
                    if (round > 0) { // the first warms up
                        note(rate.getKey() + " (1/s)", i, rate.getValue());
                    }
                }
            }
        }
        for (int call = -calls / 5; call < calls; call++) {
            for (int i = 0; i < stores.size(); i++) {
                for (Map.Entry<String, StoreLoads.Call> work :
                        stores.get(i).calls().entrySet()) {
                    long start = System.nanoTime();
                    work.getValue().run(Math.abs(call));
                    if (call >= 0) { // those before warm up
                        note(work.getKey() + " (us)", i, (System.nanoTime() - start) / 1e3);
                    }
                }
            }
        }
        figures.forEach(this::print);
    }

    private void note(String load, int variant, double figure) {
        List<List<Double>> ofVariants = figures.computeIfAbsent(load, key -> new ArrayList<>());
        while (ofVariants.size() <= variant) {
            ofVariants.add(new ArrayList<>());
        }
        ofVariants.get(variant).add(figure);
    }

    private void print(String load, List<List<Double>> ofVariants) {
        List<Double> base = ofVariants.get(0);
        for (int i = 0; i < ofVariants.size(); i++) {
            List<Double> own = ofVariants.get(i);
            List<Double> ratios = new ArrayList<>();
            for (int nth = 0; nth < base.size(); nth++) {
                ratios.add(own.get(nth) / base.get(nth));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-30s %-50s median %8.0f, ratio of medians %.2f, median of ratios %.2f%n",
                    load,
                    variants.get(i),
                    median(own),
                    median(own) / median(base),
                    median(ratios));
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
