package io.eventcore.bench.load;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a chart for each dimension: the rate at each size, and what else is said of it. */
final class ScalingCharts {

    /** From this ratio of the largest to the smallest on, the axis is logarithmic. */
    private static final double WIDE = 8;

    private static final float THICK = 3;
    private static final float THIN = 1;

    private final ScalingReport report;

    ScalingCharts(ScalingReport report) {
        this.report = report;
    }

    /** Writes each chart as SVG and as PNG. */
    void write(Path directory) throws IOException {
        for (DimensionResult dimension : report.dimensions()) {
            Charts.write(
                    draw(dimension),
                    directory.resolve("scaling-" + dimension.heading().name()));
        }
    }

    private static CategoryChart draw(DimensionResult dimension) {
        Heading heading = dimension.heading();
        List<PointResult> points = dimension.points();
        double least = points.stream().mapToDouble(PointResult::slowest).min().orElse(0);
        double most = points.stream().mapToDouble(PointResult::fastest).max().orElse(0);
        boolean wide = most > WIDE * least;
        CategoryChart chart = Charts.chart(heading.title(), heading.operations() + (wide ? " (logarithmic)" : ""));
        chart.setXAxisTitle(heading.sizes() + " (" + heading.remark().title() + ")");
        chart.getStyler().setYAxisDecimalPattern("#,##0");
        chart.getStyler().setOverlapped(true); // else the lines stand beside each other, not above the sizes
        chart.getStyler().setDefaultSeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
        addLine(chart, "fastest turn", dimension, PointResult::fastest, Color.GRAY, THIN);
        addLine(chart, "median", dimension, PointResult::median, Color.BLUE, THICK);
        addLine(chart, "slowest turn", dimension, PointResult::slowest, Color.GRAY, THIN);
        if (wide) {
            Charts.makeLogarithmic(chart, Stream.of(least));
        } else {
            chart.getStyler().setYAxisMin(0.0);
        }
        return chart;
    }

    private static void addLine(
            CategoryChart chart,
            String name,
            DimensionResult dimension,
            ToDoubleFunction<PointResult> value,
            Color color,
            float width) {
        Remark remark = dimension.heading().remark();
        List<String> labels = dimension.points().stream()
                .map(point -> point.label() + " (" + remark.of(point) + ")")
                .toList();
        List<Double> values =
                dimension.points().stream().mapToDouble(value).boxed().toList();
        CategorySeries series = chart.addSeries(name, labels, values);
        series.setLineWidth(width);
        series.setLineColor(color);
        series.setMarkerColor(color);
        series.setMarker(width == THIN ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
    }
}
