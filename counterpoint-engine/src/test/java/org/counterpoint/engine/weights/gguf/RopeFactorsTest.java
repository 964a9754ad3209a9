package org.counterpoint.engine.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.counterpoint.engine.arch.Rope;
import org.counterpoint.engine.arch.RopeFrequencies;
import org.counterpoint.engine.arch.RopeScaling;
import org.junit.jupiter.api.Test;

class RopeFactorsTest {

    @Test
    void dividePlainFrequenciesToThoseOfLlama3() {
        RopeScaling.Llama3 settings = new RopeScaling.Llama3(32, 1, 4, 8192);
        float[] factors = RopeFactors.of(settings, 500_000, 64);
        double[] plain = RopeFrequencies.of(new Rope(500_000, 64, new RopeScaling.None()), 1)
                .inverse();
        double[] stretched =
                RopeFrequencies.of(new Rope(500_000, 64, settings), 1).inverse();
        assertThat(factors).hasSize(32).contains(1, 32);
        for (int i = 0; i < factors.length; i++) {
            assertThat(plain[i] / factors[i]).isCloseTo(stretched[i], within(1e-6 * stretched[i]));
        }
    }
}
