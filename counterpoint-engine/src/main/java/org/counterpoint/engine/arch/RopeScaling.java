package org.counterpoint.engine.arch;

import java.util.List;

/** How rotary position embeddings are stretched beyond the length a model was first trained on. */
public sealed interface RopeScaling {

    /** The name in {@code config.json}. */
    String wireName();

    /** Frequencies as in RoFormer (arXiv 2104.09864). */
    record None() implements RopeScaling {
        @Override
        public String wireName() {
            return "default";
        }
    }

    /** All frequencies divided by a factor. */
    record Linear(double factor) implements RopeScaling {
        @Override
        public String wireName() {
            return "linear";
        }
    }

    /**
     * NTK-aware scaling: a base that grows with the sequence's length.
     *
     * @param originalMax the length in positions up to which nothing is scaled
     */
    record Dynamic(double factor, int originalMax) implements RopeScaling {
        @Override
        public String wireName() {
            return "dynamic";
        }
    }

    /**
     * Llama 3.1: wavelengths beyond {@code originalMax / lowFrequencyFactor} are stretched, those below
     * {@code originalMax / highFrequencyFactor} are kept, those between are blended.
     */
    record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalMax)
            implements RopeScaling {
        @Override
        public String wireName() {
            return "llama3";
        }
    }

    /**
     * LongRoPE (arXiv 2402.13753) as in Phi-3: each period has a factor, and others in sequences beyond the original
     * length.
     *
     * @param shortFactors one a rotated pair, up to {@code originalMax} positions; {@code longFactors} beyond
     * @param attentionFactor what cosines and sines are multiplied by at any length
     */
    record LongRope(List<Double> shortFactors, List<Double> longFactors, int originalMax, double attentionFactor)
            implements RopeScaling {
        public LongRope {
            shortFactors = List.copyOf(shortFactors);
            longFactors = List.copyOf(longFactors);
        }

        @Override
        public String wireName() {
            return "longrope";
        }
    }

    /**
     * YaRN (arXiv 2309.00071).
     *
     * @param betaFast rotations over {@code originalMax} positions above which a dimension is kept
     * @param betaSlow rotations below which a dimension is fully stretched
     * @param attentionFactor what cosines and sines are multiplied by, derived from the factor where the
     *     file does not give it
     * @param truncate whether the bounds of the ramp are rounded to whole dimensions
     */
    record Yarn(
            double factor, int originalMax, double betaFast, double betaSlow, double attentionFactor, boolean truncate)
            implements RopeScaling {
        @Override
        public String wireName() {
            return "yarn";
        }
    }
}
