package org.counterpoint.train.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Whether a reward model's margins mean what they say: of pairs with the margin d = |s_c - s_r|, sigmoid(d) should have
 * the chosen response on top. Pairs are cut by d into ten bins of equal size.
 */
final class Calibration {
    private static final int BINS = 10;

    private final List<ScoreOutcome> pairs = new ArrayList<>();

    void add(ScoreOutcome pair) {
        pairs.add(pair);
    }

    /** Per bin that has pairs how often s_c > s_r, and how often it should be; the mean gap; and Pearson's r of s with length. */
    void put(Map<String, Double> metrics, String prefix) {
        List<ScoreOutcome> sorted = pairs.stream()
                .sorted(Comparator.comparingDouble(Calibration::margin))
                .toList();
        int n = sorted.size();
        double gap = 0;
        for (int bin = 0; bin < BINS; bin++) {
            List<ScoreOutcome> own = sorted.subList(bin * n / BINS, (bin + 1) * n / BINS);
            if (!own.isEmpty()) {
                double accuracy = own.stream()
                        .mapToDouble(pair -> pair.chosen() > pair.rejected() ? 1 : 0)
                        .average()
                        .orElseThrow();
                double expected = own.stream()
                        .mapToDouble(pair -> 1 / (1 + Math.exp(-margin(pair))))
                        .average()
                        .orElseThrow();
                gap += Math.abs(accuracy - expected) * own.size() / n;
                metrics.put(prefix + "calibration/accuracy/" + (bin + 1), accuracy);
                metrics.put(prefix + "calibration/expected/" + (bin + 1), expected);
            }
        }
        metrics.put(prefix + Metric.CALIBRATION_ERROR.wireName(), gap);
        metrics.put(prefix + "length_correlation", lengthCorrelation());
    }

    private static double margin(ScoreOutcome pair) {
        return Math.abs(pair.chosen() - pair.rejected());
    }

    /** Over responses, each counting once for each of its pairs; 0 where scores or lengths are all equal. */
    private double lengthCorrelation() {
        int n = 2 * pairs.size();
        double[] scores = new double[n];
        double[] lengths = new double[n];
        int at = 0;
        for (ScoreOutcome pair : pairs) {
            scores[at] = pair.chosen();
            lengths[at++] = pair.tokensChosen();
            scores[at] = pair.rejected();
            lengths[at++] = pair.tokensRejected();
        }
        double meanScore = mean(scores);
        double meanLength = mean(lengths);
        double both = 0;
        double ofScores = 0;
        double ofLengths = 0;
        for (int i = 0; i < n; i++) {
            both += (scores[i] - meanScore) * (lengths[i] - meanLength);
            ofScores += (scores[i] - meanScore) * (scores[i] - meanScore);
            ofLengths += (lengths[i] - meanLength) * (lengths[i] - meanLength);
        }
        return ofScores == 0 || ofLengths == 0 ? 0 : both / Math.sqrt(ofScores * ofLengths);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
