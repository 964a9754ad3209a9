package org.counterpoint.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** All runs of a comparison, and what they say. Speeds are pairs per second, the reference pass included. */
final class Results {
    private final List<Contestant> contestants;
    private final List<Measurement> runs = new ArrayList<>();

    Results(List<Contestant> contestants) {
        this.contestants = List.copyOf(contestants);
    }

    void add(Measurement run) {
        runs.add(run);
    }

    List<Measurement> runs() {
        return List.copyOf(runs);
    }

    /** The runs of one contestant, round after round. */
    List<Measurement> of(Contestant contestant) {
        return runs.stream()
                .filter(r -> r.contestant().equals(contestant.name()))
                .toList();
    }

    double median(Contestant contestant, ToDoubleFunction<Measurement> figure) {
        return median(of(contestant).stream().mapToDouble(figure).toArray());
    }

    /** The fastest of one side by its median; empty where that side has no run, or none of this arithmetic. */
    Optional<Contestant> fastest(boolean ours, Optional<String> arithmetic) {
        return contestants.stream()
                .filter(c -> c.ours() == ours && !of(c).isEmpty())
                .filter(c -> arithmetic.isEmpty() || arithmetic.get().equals(c.arithmetic()))
                .max(Comparator.comparingDouble(c -> median(c, Measurement::pairsPerSecond)));
    }

    /** How many times as fast, taken round by round: what disturbs the machine for a while disturbs both. */
    Ratio ratio(Contestant ours, Contestant peer) {
        List<Measurement> a = of(ours);
        List<Measurement> b = of(peer);
        double[] ratios = new double[Math.min(a.size(), b.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = a.get(i).pairsPerSecond() / b.get(i).pairsPerSecond();
        }
        double least = median(ratios);
        for (double ratio : ratios) {
            least = Math.min(least, ratio);
        }
        double memory = median(ours, Measurement::peakBytes) / median(peer, Measurement::peakBytes);
        return new Ratio(ours.name(), peer.name(), median(ratios), least, memory);
    }

    /**
     * How ours stands to a peer.
     *
     * @param median of the rounds' ratios of speed
     * @param least of them
     * @param memory our peak over theirs: below 1 is less
     */
    record Ratio(String ours, String peer, double median, double least, double memory) {}

    /** The middle value, or the mean of the middle two; not a number where there is none. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        if (n == 0) {
            return Double.NaN;
        }
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }
}
