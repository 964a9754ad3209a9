package org.counterpoint.train.step;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The weighted means of what pairs or responses tell: all together, and by type. */
public final class Tally {
    private final Map<String, Sums> byType = new TreeMap<>();
    private final Sums all = new Sums();
    private final Calibration calibration = new Calibration();
    private final Consumer<PairOutcome> watch;
    private double worst = Double.NEGATIVE_INFINITY;
    private String worstPlace = "none";

    public Tally() {
        this(outcome -> {});
    }

    /** @param watch sees every pair */
    public Tally(Consumer<PairOutcome> watch) {
        this.watch = watch;
    }

    /** The names that {@link #metrics} gives where pairs of these types were taken down. */
    public static Set<String> namesOfPairs(Collection<String> types, String prefix) {
        Tally tally = new Tally();
        types.forEach(type -> tally.add(new PairOutcome(type, "", 1, 0, 0, 0, 0, 0, 0, 0, 1, 1)));
        return tally.metrics(prefix).keySet();
    }

    /** The names that {@link #metrics} gives where a reward model's pairs of these types were taken down. */
    public static Set<String> namesOfScores(Collection<String> types, String prefix) {
        Tally tally = new Tally();
        types.forEach(type -> tally.add(new ScoreOutcome(type, "", 1, 0, 0, 0, 1, 1)));
        Set<String> names = new LinkedHashSet<>(tally.metrics(prefix).keySet());
        names.removeIf(name -> Metric.named(name).isEmpty());
        return names;
    }

    /** The names that {@link #metrics} gives where responses of these models were taken down. */
    public static Set<String> namesOfResponses(Collection<String> models, String prefix) {
        Tally tally = new Tally();
        models.forEach(model -> tally.add(new ResponseOutcome(model, "", 1, 0, 1)));
        return tally.metrics(prefix).keySet();
    }

    void add(PairOutcome pair) {
        watch.accept(pair);
        all.add(pair);
        byType.computeIfAbsent(pair.type(), type -> new Sums()).add(pair);
        worst(pair.weight() * pair.loss(), pair.place());
    }

    void add(ScoreOutcome pair) {
        calibration.add(pair);
        all.add(pair);
        byType.computeIfAbsent(pair.type(), type -> new Sums()).add(pair);
        worst(pair.weight() * pair.loss(), pair.place());
    }

    void add(ResponseOutcome response) {
        all.add(response);
        byType.computeIfAbsent(response.model(), model -> new Sums()).add(response);
        worst(response.weight() * response.loss(), response.place());
    }

    private void worst(double loss, String place) {
        if (loss > worst) {
            worst = loss;
            worstPlace = place;
        }
    }

    /** The pair or response with the largest weighted loss, for a person. */
    public String worstPlace() {
        return worstPlace;
    }

    /** How many pairs or responses were taken down. */
    public long count() {
        return all.count;
    }

    /** The mean loss; NaN for none. */
    public double loss() {
        return all.mean(all.loss);
    }

    /**
     * The metrics by name.
     *
     * @param prefix {@code ""} or {@code "eval_"}
     */
    public Map<String, Double> metrics(String prefix) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        all.put(metrics, prefix, "");
        byType.forEach((type, sums) -> sums.put(metrics, prefix, "/" + type.replace('/', '_')));
        if (all.weight > 0) {
            byType.forEach((type, sums) -> metrics.put(
                    prefix + Metric.SHARE.wireName() + "/" + type.replace('/', '_'), sums.weight / all.weight));
        }
        if (all.scores && !prefix.isEmpty()) {
            calibration.put(metrics, prefix);
        }
        return metrics;
    }

    /** Weighted sums; the divisor of the loss is the weights' sum for pairs and the weighted tokens for responses. */
    private static final class Sums {
        private long count;
        private double weight;
        private double divisor;
        private double loss;
        private boolean pairs;
        private boolean scores;
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;
        private double rewardChosen;
        private double rewardRejected;
        private double accurate;
        private double chosen;
        private double rejected;
        private double likelier;
        private double likelierPerToken;

        void add(PairOutcome pair) {
            double w = pair.weight();
            pairs = true;
            count++;
            weight += w;
            divisor += w;
            loss += w * pair.loss();
            rewardChosen += w * pair.rewardChosen();
            rewardRejected += w * pair.rewardRejected();
            accurate += pair.accurate() ? w : 0;
            chosen += w * pair.chosen();
            rejected += w * pair.rejected();
            likelier += pair.chosen() > pair.rejected() ? w : 0;
            double perToken = pair.chosen() / pair.tokensChosen() - pair.rejected() / pair.tokensRejected();
            likelierPerToken += perToken > 0 ? w : 0;
        }

        void add(ScoreOutcome pair) {
            double w = pair.weight();
            scores = true;
            count++;
            weight += w;
            divisor += w;
            loss += w * pair.loss();
            accurate += pair.chosen() > pair.rejected() ? w : 0;
            chosen += w * pair.chosen();
            rejected += w * pair.rejected();
            least = Math.min(least, Math.min(pair.chosen(), pair.rejected()));
            most = Math.max(most, Math.max(pair.chosen(), pair.rejected()));
        }

        void add(ResponseOutcome response) {
            count++;
            weight += response.weight();
            divisor += response.weight() * response.tokens();
            loss += response.weight() * response.loss();
        }

        double mean(double sum) {
            return sum / divisor;
        }

        void put(Map<String, Double> metrics, String prefix, String suffix) {
            if (count == 0) {
                return;
            }
            metrics.put(prefix + Metric.LOSS.wireName() + suffix, mean(loss));
            if (scores) {
                metrics.put(prefix + Metric.ACCURACY.wireName() + suffix, mean(accurate));
                metrics.put(prefix + Metric.MARGIN.wireName() + suffix, mean(chosen - rejected));
                metrics.put(prefix + Metric.MEAN_REWARD.wireName() + suffix, mean(chosen + rejected) / 2);
                metrics.put(prefix + Metric.MIN_REWARD.wireName() + suffix, least);
                metrics.put(prefix + Metric.MAX_REWARD.wireName() + suffix, most);
            }
            if (!pairs) {
                return;
            }
            metrics.put(prefix + Metric.REWARD_CHOSEN.wireName() + suffix, mean(rewardChosen));
            metrics.put(prefix + Metric.REWARD_REJECTED.wireName() + suffix, mean(rewardRejected));
            metrics.put(prefix + Metric.REWARD_MARGIN.wireName() + suffix, mean(rewardChosen - rewardRejected));
            metrics.put(prefix + Metric.REWARD_ACCURACY.wireName() + suffix, mean(accurate));
            metrics.put(prefix + Metric.LOGP_CHOSEN.wireName() + suffix, mean(chosen));
            metrics.put(prefix + Metric.LOGP_REJECTED.wireName() + suffix, mean(rejected));
            metrics.put(prefix + Metric.LIKELIER_BY_SUM.wireName() + suffix, mean(likelier));
            metrics.put(prefix + Metric.LIKELIER_PER_TOKEN.wireName() + suffix, mean(likelierPerToken));
        }
    }
}
