package org.counterpoint.report.winrate;

import org.counterpoint.report.chart.ForestPlot;
import org.counterpoint.stats.Estimate;
import org.jspecify.annotations.Nullable;

/** Estimates as they stand in charts and tables of a report. */
final class Shown {

    private static final int NAME = 40;

    private Shown() {}

    static ForestPlot.Row row(String label, Estimate estimate) {
        return new ForestPlot.Row(
                name(label),
                100 * estimate.value(),
                100 * estimate.interval().low(),
                100 * estimate.interval().high());
    }

    static String rate(@Nullable Estimate estimate) {
        return estimate == null
                ? "-"
                : Words.percent(estimate.value()) + " " + Words.interval(estimate.interval()) + " n " + estimate.n();
    }

    static String name(String text) {
        return Words.shortened(text, NAME);
    }
}
