package io.eventcore.examples.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.CommandExecutor;
import io.eventcore.CommandRejectedException;
import io.eventcore.EventTypes;
import io.eventcore.StreamId;
import io.eventcore.Telemetry;
import io.eventcore.examples.bank.AccountEvent;
import io.eventcore.examples.bank.BalancesProjection;
import io.eventcore.examples.bank.OpenAccount;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the documentation lists is what an application reports that uses everything. */
@ExtendWith(TestPostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelemetryDocsTest {

    private static final Pattern METRIC = Pattern.compile("eventcore_[a-z_]+");
    private static final Path THIS_FILE =
            Path.of("src", "test", "java", "io", "eventcore", "examples", "telemetry", "TelemetryDocsTest.java");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Map<String, String> meters = new TreeMap<>();
    private final Set<String> metrics = new TreeSet<>();

    @BeforeAll
    void runAnApplication(TestPostgres postgres) {
        PrometheusMeterRegistry meterRegistry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        OpenTelemetry openTelemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .build();
        String url = postgres.newDatabase();

        Telemetry telemetry = Telemetry.of(openTelemetry, meterRegistry);

        PostgresConfig config =
                PostgresConfig.builder(url).name("bank").telemetry(telemetry).build();
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(AccountEvent.class))) {
            store.initialize();
            store.healthCheck();
            CommandExecutor executor =
                    CommandExecutor.builder(store).telemetry(telemetry).build();
            OpenAccount command = new OpenAccount(StreamId.of("account-alice"), "Alice", 100);
            executor.execute(command);
            assertThatThrownBy(() -> executor.execute(command)).isInstanceOf(CommandRejectedException.class);

            ProjectionConfig projections = ProjectionConfig.defaults().withTelemetry(telemetry);
            try (ProjectionRunner runner = new ProjectionRunner(store, new BalancesProjection(), projections)) {
                runner.runUntilCaughtUp();
                meterRegistry
                        .getMeters()
                        .forEach(meter -> meters.put(meter.getId().getName(), describe(meter)));
                meterRegistry
                        .scrape()
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .forEach(line -> metrics.add(line.split("[{ ]", 2)[0]));
            }
        }
    }

    /** The kind of a meter, and the keys of its tags, in the words of the documentation. */
    private static String describe(Meter meter) {
        String kind = switch (meter.getId().getType()) {
            case TIMER -> "timer";
            case DISTRIBUTION_SUMMARY -> "summary";
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            default -> "of another kind";
        };
        return kind
                + " "
                + meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMeterIsDocumentedWithItsKindAndTagsAndNoOther() throws IOException {
        Map<String, String> registered = new TreeMap<>(meters);
        registered.keySet().removeIf(name -> name.startsWith("eventcore.pool."));

        assertThat(registered).isEqualTo(DocumentedNames.meters());
    }

    @Test
    void everyMeterOfThePoolIsDocumentedAndNoOther() throws IOException {
        Set<String> registered = new TreeSet<>(meters.keySet());
        registered.removeIf(name -> !name.startsWith("eventcore.pool."));

        assertThat(registered).isEqualTo(DocumentedNames.poolMeters());
    }

    @Test
    void everySpanIsDocumentedAndNoOther() throws IOException {
        Set<String> seen = exporter.getFinishedSpanItems().stream()
                .map(SpanData::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(seen).isEqualTo(DocumentedNames.spans().keySet());
    }

    @Test
    void everyAttributeOfASpanIsDocumentedAndNoOther() throws IOException {
        Map<String, Set<String>> seen = new TreeMap<>();
        for (SpanData span : exporter.getFinishedSpanItems()) {
            Set<String> attributes = seen.computeIfAbsent(span.getName(), name -> new TreeSet<>());
            span.getAttributes().asMap().keySet().stream()
                    .map(AttributeKey::getKey)
                    .forEach(attributes::add);
        }

        DocumentedNames.spans().forEach((span, documented) -> {
            Set<String> everPresent = new TreeSet<>(documented);
            everPresent.remove("eventcore.error");
            assertThat(seen.get(span)).as(span).containsAll(everPresent).isSubsetOf(documented);
        });
    }

    @Test
    void theDashboardAsksForNothingThatIsNotThere() throws IOException {
        Set<String> asked = METRIC.matcher(DocumentedNames.dashboard())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked).hasSizeGreaterThan(20);
        assertThat(metrics).containsAll(asked);
    }

    @Test
    void theDashboardShowsEveryMeter() throws IOException {
        String dashboard = DocumentedNames.dashboard();

        assertThat(meters.keySet())
                .filteredOn(name -> !name.equals("eventcore.pool.peak") && !name.equals("eventcore.pool.current"))
                .filteredOn(name -> !name.equals("eventcore.pool.acquire.longest"))
                .allSatisfy(name -> assertThat(dashboard).contains(name.replace('.', '_')));
    }

    @Test
    void theDashboardIsOneThatGrafanaReads() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(DocumentedNames.dashboard());

        assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                assertThat(target.at("/datasource/uid").asString()).isEqualTo("${datasource}");
                assertThat(target.get("expr").asString()).contains("eventcore_");
            }
        }
        assertThat(dashboard.at("/templating/list")).anySatisfy(variable -> {
            assertThat(variable.get("name").asString()).isEqualTo("datasource");
            assertThat(variable.get("type").asString()).isEqualTo("datasource");
        });
    }

    @Test
    void histogramsAreKeptWhenTheyAreAskedFor() {
        PrometheusMeterRegistry meterRegistry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        keepHistograms(meterRegistry);

        meterRegistry.timer("eventcore.append").record(Duration.ofMillis(1));

        assertThat(meterRegistry.scrape()).contains("eventcore_append_seconds_bucket");
    }

    private static void keepHistograms(MeterRegistry meterRegistry) {
        meterRegistry.config().meterFilter(new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().startsWith("eventcore.")
                        ? DistributionStatisticConfig.builder()
                                .percentilesHistogram(true)
                                .build()
                                .merge(config)
                        : config;
            }
        });
    }

    @Test
    void theBlockOfTheReadmeCompiles(@TempDir Path directory) throws IOException {
        List<String> blocks = DocumentedNames.javaBlocks("README.md", "## Telemetry");
        assertThat(blocks).hasSize(1);
        Path source = Files.writeString(directory.resolve("Reporting.java"), blocks.get(0));

        StringWriter said = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of("-d", directory.toString()),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    @Test
    void theLinesOfTheGuideStandInThisTest() throws IOException {
        String source = withoutSpace(Files.readString(THIS_FILE));
        List<String> blocks = new ArrayList<>(DocumentedNames.javaBlocks("docs/operations.md", "# Operations"));
        blocks.addAll(DocumentedNames.javaBlocks("docs/operations.md", "## Meters"));

        assertThat(blocks).hasSize(2);
        assertThat(blocks)
                .flatMap(block -> List.of(withoutSpace(block).split(";")))
                .allSatisfy(line -> assertThat(source).contains(line));
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }
}
