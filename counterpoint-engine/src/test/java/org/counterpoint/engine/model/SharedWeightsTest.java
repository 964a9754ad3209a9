package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.vector.Vectors;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelMerge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters over bases that are read once, one of which is open itself, beside the models that they make when merged. */
class SharedWeightsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path BASE = GOLDEN.resolve("models/llama-plain");
    private static final List<String> ADAPTERS = List.of("all-linear", "patterns", "layers", "suffixes");
    private static final int[] FOLLOWING = {9, 4, 22, 17, 30, 8};

    @TempDir
    Path temp;

    @BeforeEach
    void vectors() {
        assumeThat(Vectors.available()).as("no vectors here").isTrue();
    }

    /** The log-probabilities of fixed tokens after some prompts, all at once. */
    private static double[] scores(RollingBatch batch, int... firsts) {
        List<Double> scores = new ArrayList<>();
        List<RollingBatch.Request> requests = Arrays.stream(firsts)
                .mapToObj(first ->
                        new RollingBatch.Request(new int[] {first, 5, 11}, FOLLOWING, Sampling.greedy(), 1, true, 1))
                .toList();
        int[] told = new int[firsts.length];
        List<RollingBatch.Listener> listeners = new ArrayList<>();
        for (int row = 0; row < firsts.length; row++) {
            int index = row;
            listeners.add(choice -> {
                if (index == 0) {
                    scores.add(choice.logProbability());
                }
                return ++told[index] < FOLLOWING.length;
            });
        }
        batch.join(requests, listeners);
        while (batch.size() > 0) {
            batch.step();
        }
        return scores.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void eachAdapterAnswersAsItsMergedModelAndTheBaseAsItself() throws IOException {
        List<RollingBatch> open = new ArrayList<>();
        RollingBatch base;
        try (SharedWeights shared = new SharedWeights(Precision.FP32)) {
            for (String name : ADAPTERS) {
                open.add(shared.open(GOLDEN.resolve("adapters").resolve(name), null));
            }
            base = shared.open(BASE, null);
        }
        double[] plain = scores(base, 3);
        try (RollingBatch alone = RollingBatch.open(BASE, Precision.FP32)) {
            assertThat(plain).hasSize(FOLLOWING.length).containsExactly(scores(alone, 3));
        }
        for (int i = 0; i < ADAPTERS.size(); i++) {
            String name = ADAPTERS.get(i);
            double[] adapted = scores(open.get(i), 3);
            Path merged = temp.resolve(name);
            ModelMerge.write(GOLDEN.resolve("adapters").resolve(name), null, merged, DType.F32, Long.MAX_VALUE);
            try (RollingBatch whole = RollingBatch.open(merged, Precision.FP32)) {
                assertThat(adapted).as(name).containsExactly(scores(whole, 3), within(1e-4));
            }
            if (name.equals("suffixes")) {
                assertThat(Math.abs(adapted[0] - plain[0])).isGreaterThan(1e-3);
            }
            assertThat(scores(open.get(i), 3, 7, 8, 3, 12)).as(name).containsExactly(adapted);
        }
        open.forEach(RollingBatch::close);
        assertThat(scores(base, 3)).containsExactly(plain);
        base.close();
    }

    @Test
    void anAdapterOverWeightsInBf16GoesOnWhenItsBaseIsClosed() {
        Path folder = GOLDEN.resolve("adapters").resolve("all-linear");
        RollingBatch adapted;
        RollingBatch base;
        try (SharedWeights shared = new SharedWeights(Precision.BF16_MIXED)) {
            adapted = shared.open(folder, null);
            base = shared.open(BASE, null);
        }
        try (RollingBatch exact = RollingBatch.open(folder, Precision.FP32)) {
            double[] alone = scores(adapted, 3);
            assertThat(alone).containsExactly(scores(exact, 3), within(0.05));
            assertThat(scores(base, 3)).isNotEqualTo(alone);
            base.close();
            assertThat(scores(adapted, 3, 7, 8, 3, 12)).containsExactly(alone);
        }
        adapted.close();
    }
}
