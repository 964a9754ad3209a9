package org.counterpoint.report.winrate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.eval.figures.ModelRanking;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.Interval;
import org.counterpoint.stats.Power;
import org.counterpoint.stats.TestResult;
import org.jspecify.annotations.Nullable;

/** Single figures as JSON. */
final class FigureJson {

    private FigureJson() {}

    static @Nullable Map<String, Object> test(@Nullable TestResult test) {
        if (test == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("p", test.p());
        json.put("method", test.method());
        return json;
    }

    static @Nullable Map<String, Object> percent(@Nullable Estimate estimate) {
        return estimate == null ? null : estimate(estimate, 100);
    }

    static Map<String, Object> estimate(Estimate estimate, double scale) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("value", orNull(scale * estimate.value()));
        json.put("low", scale * estimate.interval().low());
        json.put("high", scale * estimate.interval().high());
        json.put("n", estimate.n());
        json.put("level", estimate.interval().level());
        json.put("method", estimate.interval().method());
        return json;
    }

    static Map<String, Object> interval(Interval interval) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("low", 100 * interval.low());
        json.put("high", 100 * interval.high());
        json.put("level", interval.level());
        json.put("method", interval.method());
        return json;
    }

    static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }

    /** @param detect the difference to be seen, in percentage points */
    static Map<String, Object> power(int n, double spread, double detect) {
        Map<String, Object> json = new LinkedHashMap<>();
        boolean known = spread > 0;
        json.put("smallest_difference", known ? 100 * Power.usual().smallestDifference(n, spread) : null);
        json.put("detect", detect);
        json.put("instructions_needed", known ? Power.usual().instructionsNeeded(detect / 100, spread) : null);
        json.put("method", "normal approximation, two-sided level 0.95, power 0.8");
        return json;
    }

    static Map<String, Object> place(ModelRanking.Place place) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", place.model());
        json.put("strength", place.strength().value());
        Interval interval = place.strength().interval();
        json.put("low", interval.low());
        json.put("high", interval.high());
        json.put("method", interval.method());
        return json;
    }
}
