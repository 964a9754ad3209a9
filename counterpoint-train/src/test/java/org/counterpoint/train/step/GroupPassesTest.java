package org.counterpoint.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.counterpoint.data.Origin;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.PreparedGroup.Answer;
import org.counterpoint.train.batch.PreparedGroup.Preference;
import org.counterpoint.train.batch.ResponseSums;
import org.counterpoint.train.bigram.BigramModel;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.curriculum.CurriculumKind;
import org.counterpoint.train.curriculum.Draw;
import org.counterpoint.train.curriculum.Realisation;
import org.counterpoint.train.objective.Dpo;
import org.counterpoint.train.objective.PairObjective;
import org.counterpoint.train.objective.Slic;
import org.counterpoint.train.objective.WithLikelihood;
import org.counterpoint.train.settings.TrainSettings.Forward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The step's loss and gradient do not depend on how the step is computed. */
class GroupPassesTest {
    private static final PairObjective OBJECTIVE = new WithLikelihood(new Dpo(0.3), 0.2);

    private final List<PreparedGroup> groups = groups(7);

    @ParameterizedTest
    @CsvSource({
        "GROUPED, 1000000",
        "GROUPED, 100",
        "GROUPED, 30",
        "GROUPED, 1",
        "PAIRWISE, 1000000",
        "PAIRWISE, 60",
        "PAIRWISE, 1",
        "SHARED_PREFIX, 1000000",
        "SHARED_PREFIX, 60",
        "SHARED_PREFIX, 1"
    })
    void everyCutAndModeGivesTheSameGradient(Forward forward, int limit) {
        StepPlan plan = pairs(group -> new double[] {1, 0.25, 0.5});
        BigramModel oracle = BigramModel.random(3);
        Tally expected = new Tally();
        new GroupPasses(oracle, Forward.PAIRWISE, 1 << 20).accumulate(plan.terms(), expected);
        BigramModel model = BigramModel.random(3);
        Tally tally = new Tally();
        new GroupPasses(model, forward, limit).accumulate(plan.terms(), tally);
        assertThat(model.gradients()).containsExactly(oracle.gradients(), within(1e-12));
        Map<String, Double> metrics = expected.metrics("");
        tally.metrics("")
                .forEach((name, value) -> assertThat(value).as(name).isCloseTo(metrics.get(name), within(1e-9)));
        Tally scored = new Tally();
        new GroupPasses(model, forward, limit).score(plan.terms(), scored);
        assertThat(scored.loss()).isCloseTo(expected.loss(), within(1e-9));
    }

    @Test
    void theGradientIsThatOfTheWeightedMean() {
        StepPlan plan = pairs(group -> new double[] {1, 0.25, 0.5});
        BigramModel model = BigramModel.random(3);
        new GroupPasses(model, Forward.GROUPED, 50).accumulate(plan.terms(), new Tally());
        double h = 1e-5;
        for (int i : new int[] {30, 77, 210, 333}) {
            double up = loss(plan, shifted(i, h));
            double down = loss(plan, shifted(i, -h));
            assertThat(model.gradients()[i]).isCloseTo((up - down) / (2 * h), within(1e-8));
        }
    }

    @Test
    void eachResponseIsComputedOnceInAGroup() {
        BigramModel model = BigramModel.random(3);
        new GroupPasses(model, Forward.GROUPED, 1 << 20)
                .accumulate(pairs(group -> new double[] {1, 1, 1}).terms(), new Tally());
        assertThat(model.scored()).isEqualTo(3L * groups.size());
    }

    @Test
    void aResponseWithoutWeightIsNotComputed() {
        BigramModel model = BigramModel.random(3);
        StepPlan plan = pairs(group -> group.ordinal() == 0 ? new double[3] : new double[] {1, 0, 0});
        new GroupPasses(model, Forward.GROUPED, 1 << 20).accumulate(plan.terms(), new Tally());
        assertThat(model.scored()).isEqualTo(2L * (groups.size() - 1));
        assertThat(plan.skipped()).isEqualTo(1);
    }

    @Test
    void likelihoodIsTheMeanOverTokens() {
        StepPlan plan = StepPlan.ofResponses(groups, group -> new double[] {1, 0.5, 0});
        Tally tally = new Tally();
        BigramModel model = BigramModel.random(3);
        new GroupPasses(model, Forward.GROUPED, 40).accumulate(plan.terms(), tally);
        double loss = 0;
        double tokens = 0;
        for (PreparedGroup group : groups) {
            double[] logps = ResponseSums.of(model.scores(org.counterpoint.engine.TokenBatch.of(group.sequences())));
            loss -= logps[0] + 0.5 * logps[1];
            tokens += group.responses().get(0).tokens()
                    + 0.5 * group.responses().get(1).tokens();
        }
        assertThat(tally.loss()).isCloseTo(loss / tokens, within(1e-12));
    }

    @Test
    void sampledAndWeightedHaveTheSameExpectedGradient() {
        double t = 0.3;
        double[] weighted = gradient(Realisation.WEIGHTED, t, 0);
        double[] mean = new double[weighted.length];
        int epochs = 4000;
        for (int epoch = 0; epoch < epochs; epoch++) {
            double[] sampled = gradient(Realisation.SAMPLED, t, epoch);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += sampled[i] / epochs;
            }
        }
        double largest = 0;
        for (double g : weighted) {
            largest = Math.max(largest, Math.abs(g));
        }
        assertThat(mean).containsExactly(weighted, within(0.03 * largest));
    }

    private double[] gradient(Realisation realisation, double t, long epoch) {
        Curriculum curriculum = new Curriculum(CurriculumKind.LINEAR, "a>c", "a>b", 0.5, realisation);
        StepPlan plan = StepPlan.ofPairs(
                groups,
                group -> curriculum.weights(group.pairTypes(), t, new Draw(1, epoch, group.id())),
                group -> new double[3],
                new Slic(1, 1, false));
        BigramModel model = BigramModel.random(3);
        new GroupPasses(model, Forward.GROUPED, 1 << 20).accumulate(plan.terms(), new Tally());
        return model.gradients();
    }

    private StepPlan pairs(Function<PreparedGroup, double[]> weights) {
        BigramModel reference = BigramModel.random(11);
        return StepPlan.ofPairs(
                groups,
                weights,
                group -> ResponseSums.of(reference.scores(org.counterpoint.engine.TokenBatch.of(group.sequences()))),
                OBJECTIVE);
    }

    private static double loss(StepPlan plan, BigramModel model) {
        Tally tally = new Tally();
        new GroupPasses(model, Forward.GROUPED, 1 << 20).score(plan.terms(), tally);
        return tally.loss();
    }

    private static BigramModel shifted(int index, double by) {
        return BigramModel.random(3).shifted(index, by);
    }

    private static List<PreparedGroup> groups(int count) {
        Random random = new Random(5);
        List<PreparedGroup> groups = new ArrayList<>();
        for (int g = 0; g < count; g++) {
            int[] prompt = tokens(random, 3 + random.nextInt(6));
            List<Answer> answers = new ArrayList<>();
            for (String model : List.of("a", "b", "c")) {
                int[] response = tokens(random, 4 + random.nextInt(9));
                int[] all = java.util.Arrays.copyOf(prompt, prompt.length + response.length);
                System.arraycopy(response, 0, all, prompt.length, response.length);
                answers.add(new Answer(model, new Origin("f", g), new TokenSequence(all, prompt.length)));
            }
            groups.add(new PreparedGroup(
                    g,
                    3L * g,
                    "g" + g,
                    new Origin("f", g),
                    answers,
                    List.of(new Preference(0, 1, "a>b"), new Preference(0, 2, "a>c"), new Preference(1, 2, "b>c"))));
        }
        return groups;
    }

    private static int[] tokens(Random random, int count) {
        return random.ints(count, 0, BigramModel.VOCABULARY).toArray();
    }
}
