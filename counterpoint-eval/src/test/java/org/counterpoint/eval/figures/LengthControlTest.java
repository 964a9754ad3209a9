package org.counterpoint.eval.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.counterpoint.eval.annotations.AnnotationFiles;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LengthControlTest {

    @TempDir
    Path folder;

    /** See src/test/golden/length_controlled.py. */
    @Test
    void theFitIsScikitLearnsOnAlpacaEvalsDesignMatrix() throws IOException {
        try (InputStream in = LengthControlTest.class.getResourceAsStream("/golden/length_controlled.json")) {
            for (JsonNode golden : JsonMapper.shared().readTree(in)) {
                Map<String, Double> difficulty = new HashMap<>();
                AnnotationSet set = set(golden.path("rows"), difficulty);
                for (JsonNode expected : golden.path("fits")) {
                    boolean table = expected.path("difficulty").stringValue().equals("table");
                    LengthControlled fit = LengthFit.of(set, table ? difficulty : null, 0.95);
                    String name = golden.path("name").stringValue() + " " + expected.path("difficulty");
                    assertThat(fit.strength())
                            .as(name)
                            .isCloseTo(expected.path("c").doubleValue(), within(1e-9));
                    assertThat(100 * fit.winRate())
                            .as(name)
                            .isCloseTo(expected.path("rate").doubleValue(), within(1e-4));
                    // liblinear stops at a tolerance of 1e-4 by default.
                    assertThat(100 * fit.winRate())
                            .as(name)
                            .isCloseTo(expected.path("package_rate").doubleValue(), within(0.05));
                    JsonNode coefficients = expected.path("coefficients");
                    assertThat(fit.lengthWeight())
                            .isCloseTo(
                                    coefficients.path("np.tanh(std_delta_len)").doubleValue(), within(1e-5));
                    assertThat(fit.advantage())
                            .isCloseTo(
                                    coefficients
                                            .path("not_gamed_baseline.astype(float)")
                                            .doubleValue(),
                                    within(1e-5));
                    if (table) {
                        assertThat(fit.difficultyWeight())
                                .isCloseTo(
                                        coefficients
                                                .path("instruction_difficulty")
                                                .doubleValue(),
                                        within(1e-5));
                    }
                }
            }
        }
    }

    @Test
    void aTableIsJoinedByInstructionAndWhatItLacksIsCounted() throws IOException {
        Simulation simulation = new Simulation(5, 400, 1.5);
        AnnotationSet set = simulation.file("m", 0.8);
        Map<String, Double> table = new HashMap<>(simulation.difficulty);
        table.remove("question 7");
        assertThat(LengthFit.of(set, table, 0.95).withoutDifficulty()).isEqualTo(1);
    }

    @Test
    void theTruthIsRecoveredFromSimulatedVerdicts() throws IOException {
        Simulation simulation = new Simulation(3, 4000, 1.5);
        AnnotationSet set = simulation.file("m", 0.6);
        LengthControlled fit = LengthFit.of(set, simulation.difficulty, 0.95);
        assertThat(fit.lengthWeight()).isCloseTo(-1.5, within(0.25));
        assertThat(fit.difficultyWeight()).isCloseTo(1, within(0.15));
        assertThat(fit.interval()).isNotNull();
        double truth = simulation.truth(0.6);
        assertThat(fit.winRate()).isCloseTo(truth, within(0.03));
        assertThat(fit.interval().contains(truth)).isTrue();
        // The raw rate is off: this model's answers are longer, and the judge likes that.
        assertThat(LeaderboardFigures.of(set).winRate() / 100).isGreaterThan(truth + 0.08);
    }

    @Test
    void sharedDifficultyIsRecoveredFromSeveralFiles() throws IOException {
        Simulation simulation = new Simulation(11, 800, 1.5);
        List<AnnotationSet> sets = new ArrayList<>();
        List<Double> advantages = List.of(-0.5, 0.0, 0.6, 1.2);
        for (double advantage : advantages) {
            sets.add(simulation.file("m" + advantage, advantage));
        }
        List<LengthControlled> fits = SharedDifficultyFit.of(sets, 0.95, 1);
        for (int i = 0; i < fits.size(); i++) {
            assertThat(fits.get(i).winRate()).isCloseTo(simulation.truth(advantages.get(i)), within(0.05));
            assertThat(fits.get(i).interval()).isNotNull();
        }
    }

    private AnnotationSet set(JsonNode rows, Map<String, Double> difficulty) throws IOException {
        List<ObjectNode> annotations = new ArrayList<>();
        for (JsonNode row : rows) {
            String instruction = "question " + annotations.size();
            difficulty.put(instruction, row.path("difficulty").doubleValue());
            annotations.add(AnnotationFiles.row(instruction, row.get("preference"))
                    .put("output_1", "x".repeat(row.path("len_1").intValue()))
                    .put("output_2", "y".repeat(row.path("len_2").intValue())));
        }
        return AnnotationFiles.read(AnnotationFiles.write(folder.resolve("a.json"), annotations));
    }

    /** Verdicts of a judge that likes length, on models whose answers are about twice as long as the baseline's. */
    private final class Simulation {
        private final Random random;
        private final int n;
        private final double lengthWeight;
        private final Map<String, Double> difficulty = new HashMap<>();

        Simulation(long seed, int n, double lengthWeight) {
            this.random = new Random(seed);
            this.n = n;
            this.lengthWeight = lengthWeight;
            for (int i = 0; i < n; i++) {
                difficulty.put("question " + i, random.nextGaussian());
            }
        }

        double truth(double advantage) {
            return difficulty.values().stream()
                            .mapToDouble(hard -> 1 / (1 + Math.exp(-advantage - hard)))
                            .sum()
                    / n;
        }

        AnnotationSet file(String model, double advantage) throws IOException {
            int[] base = random.ints(n, 20, 120).toArray();
            int[] mine = random.ints(n, 40, 240).toArray();
            double[] delta = new double[n];
            for (int i = 0; i < n; i++) {
                delta[i] = base[i] - mine[i];
            }
            double spread = SampleDeviation.of(delta);
            List<ObjectNode> rows = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                String instruction = "question " + i;
                double logit = advantage + difficulty.get(instruction) - lengthWeight * Math.tanh(delta[i] / spread);
                int preference = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 2 : 1;
                rows.add(AnnotationFiles.row(instruction, preference)
                        .put("generator_2", model)
                        .put("output_1", "x".repeat(base[i]))
                        .put("output_2", "y".repeat(mine[i])));
            }
            return AnnotationFiles.read(AnnotationFiles.write(folder.resolve(model + ".json"), rows));
        }
    }
}
