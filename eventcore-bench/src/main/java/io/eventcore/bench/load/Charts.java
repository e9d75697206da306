package io.eventcore.bench.load;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.Styler;

/** Draws a report: throughput beside the controls, latency, and the turns on the large table and on the empty one. */
final class Charts {

    private static final int WIDTH = 1_200;
    private static final int HEIGHT = 600;
    private static final List<String> PERCENTILES = List.of("50 %", "90 %", "99 %", "99.9 %", "max");

    private final Report report;

    Charts(Report report) {
        this.report = report;
    }

    /** Writes each chart as SVG and as PNG; those for which nothing was measured are left out. */
    void write(Path directory) throws IOException {
        if (!report.scenarios().isEmpty()) {
            write(throughput(), directory.resolve("throughput"));
        }
        CategoryChart latency = latency();
        if (!latency.getSeriesMap().isEmpty()) {
            write(latency, directory.resolve("latency"));
        }
        for (ScenarioResult scenario : report.scenarios()) {
            if (scenario.scenario().startsWith("growth")) {
                write(growth(scenario), directory.resolve("growth"));
            }
        }
    }

    private CategoryChart throughput() {
        List<String> figures = new ArrayList<>();
        List<Double> eventcore = new ArrayList<>();
        List<Double> controls = new ArrayList<>();
        for (ScenarioResult scenario : report.scenarios()) {
            for (Comparison each : scenario.comparisons()) {
                figures.add(each.figure());
                eventcore.add(scenario.eventcore().median());
                controls.add(each.control().median());
            }
        }
        CategoryChart chart = chart("Throughput, median of the turns", "a second (logarithmic)");
        chart.getStyler().setXAxisLabelRotation(30);
        chart.addSeries("EventCore", figures, eventcore);
        chart.addSeries("control", figures, controls);
        makeLogarithmic(chart, Stream.concat(eventcore.stream(), controls.stream()));
        return chart;
    }

    private CategoryChart latency() {
        CategoryChart chart = chart("Latency", "milliseconds (logarithmic)");
        chart.getStyler().setOverlapped(true);
        chart.getStyler().setDefaultSeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
        for (ScenarioResult scenario : report.scenarios()) {
            if (scenario.scenario().equals(Scenarios.SINGLE)) {
                addLatency(chart, "EventCore, " + scenario.eventcore().label(), scenario.eventcore());
                scenario.comparisons()
                        .forEach(each -> addLatency(chart, each.control().label(), each.control()));
            }
        }
        makeLogarithmic(
                chart,
                chart.getSeriesMap().values().stream()
                        .flatMap(series -> series.getYData().stream())
                        .map(Number::doubleValue));
        return chart;
    }

    /** The axis begins with the power of ten below the smallest value; by itself it would begin with nothing. */
    static void makeLogarithmic(CategoryChart chart, Stream<Double> values) {
        double least = values.min(Comparator.naturalOrder()).orElse(1.0);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(least))));
    }

    private static void addLatency(CategoryChart chart, String name, SideResult side) {
        Latency latency = side.latency();
        if (latency.p50() > 0) { // there is no logarithm of nothing
            chart.addSeries(
                    name,
                    PERCENTILES,
                    List.of(latency.p50(), latency.p90(), latency.p99(), latency.p999(), latency.max()));
        }
    }

    private static CategoryChart growth(ScenarioResult scenario) {
        CategoryChart chart = chart("Commands on a large table (" + scenario.scenario() + ")", "a second");
        chart.getStyler().setYAxisMin(0.0);
        Comparison comparison = scenario.comparisons().get(0);
        List<String> turns = IntStream.rangeClosed(1, comparison.ratios().size())
                .mapToObj(turn -> "turn " + turn)
                .toList();
        chart.addSeries("large table", turns, scenario.eventcore().perSecond());
        chart.addSeries("empty at first", turns, comparison.control().perSecond());
        return chart;
    }

    static CategoryChart chart(String title, String unit) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        return chart;
    }

    static void write(CategoryChart chart, Path file) throws IOException {
        Files.write(
                file.resolveSibling(file.getFileName() + ".png"),
                BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG));
        VectorGraphics2D drawing = new VectorGraphics2D();
        chart.paint(drawing, WIDTH, HEIGHT);
        try (OutputStream svg = Files.newOutputStream(file.resolveSibling(file.getFileName() + ".svg"))) {
            new SVGProcessor()
                    .getDocument(drawing.getCommands(), new PageSize(WIDTH, HEIGHT))
                    .writeTo(svg);
        }
    }
}
