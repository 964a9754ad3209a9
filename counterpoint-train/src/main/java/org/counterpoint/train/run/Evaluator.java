package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.counterpoint.data.InputException;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.store.Checksums;
import org.counterpoint.train.algorithm.Algorithm;
import org.counterpoint.train.batch.ScoreFile;
import org.counterpoint.train.batch.ScoreRound;
import org.counterpoint.train.batch.ScoreWindow;
import org.counterpoint.train.batch.TokenStore;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.ranks.RankCommand;
import org.counterpoint.train.ranks.RankCommand.Work;
import org.counterpoint.train.step.GroupPasses;
import org.counterpoint.train.step.PairOutcome;
import org.counterpoint.train.step.SharedPasses;
import org.counterpoint.train.step.Tally;
import org.counterpoint.train.step.Term;

/** Held-out metrics, every pair weighing 1. */
record Evaluator(Scored data, Algorithm algorithm, Curriculum curriculum, SharedPasses shared) {
    private static final String PREFIX = "eval_";

    /** @throws InputException where no evaluation of these data has the metric that decides which is best */
    static void requireMetric(Scored held, Algorithm algorithm, Curriculum curriculum, String metric) {
        Set<String> names = algorithm.evaluationMetrics(held.store().summary(), curriculum, PREFIX);
        if (!names.contains(metric)) {
            throw noMetric(metric, names);
        }
    }

    static InputException noMetric(String metric, Set<String> names) {
        return new InputException("evaluation.metric " + metric + " is not among the metrics of the evaluation"
                + Suggestions.meant(metric, names) + "\n  there are: " + String.join(", ", names));
    }

    /** @param kept where the scores are kept pass by pass: what an earlier process scored after this step is not scored again */
    Map<String, Double> evaluate(Path kept, Consumer<PairOutcome> watch, TrainProgress progress) throws IOException {
        Tally tally = new Tally(watch);
        TokenStore store = data.store();
        try (ScoreFile file = ScoreFile.open(kept, key())) {
            int block = 0;
            for (int from = 0; from < store.size(); ) {
                ScoreWindow window = ScoreWindow.from(store, from, passes().microBatchTokens());
                List<Term> terms = terms(window);
                int size = window.groups().size();
                if (block < file.blocks().size() && !fits(file.blocks().get(block), size, terms)) {
                    file.dropFrom(block);
                }
                if (block == file.blocks().size()) {
                    RankCommand.give(shared.ranks(), Work.EVALUATE, from);
                    ScoreRound round = round(from);
                    List<double[]> scores = round.score(shared.ranks(), shared.model(), this::score);
                    for (int w = 0; w < scores.size(); w++) {
                        file.add(round.windows().get(w).groups().size(), new double[][] {scores.get(w)});
                    }
                }
                take(terms, file.blocks().get(block++).scores(), tally);
                from = window.end();
                progress.phase("evaluating", from, store.size());
            }
        }
        return tally.metrics(PREFIX);
    }

    /** Another rank's part of the evaluation's next round. */
    void help(long first) throws IOException {
        round(first).score(shared.ranks(), shared.model(), this::score);
    }

    private ScoreRound round(long first) throws IOException {
        return ScoreRound.from(
                data.store(),
                (int) first,
                passes().microBatchTokens(),
                shared.ranks().size());
    }

    private GroupPasses passes() {
        return shared.passes();
    }

    private List<Term> terms(ScoreWindow window) {
        return passes().cut(algorithm
                .plan(window.groups(), group -> algorithm.heldOutWeights(group, curriculum), data::references)
                .terms());
    }

    private double[] score(ScoreWindow window) {
        return Arrays.stream(passes().scores(terms(window)))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private byte[] key() {
        String all = String.join(
                "\n",
                passes().forward().name(),
                Integer.toString(passes().microBatchTokens()),
                data.store().summary().content());
        return Checksums.sha256().digest(all.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean fits(ScoreFile.Block block, int groups, List<Term> terms) {
        int scores = terms.stream().mapToInt(term -> term.sequences().size()).sum();
        return block.groups() == groups && block.scores().length == scores;
    }

    private static void take(List<Term> terms, double[] scores, Tally tally) {
        int at = 0;
        for (Term term : terms) {
            int end = at + term.sequences().size();
            term.evaluate(Arrays.copyOfRange(scores, at, end), tally);
            at = end;
        }
    }
}
