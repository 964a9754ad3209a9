package org.counterpoint.engine.arch;

import java.util.HashMap;
import java.util.Map;

/** The angles of rotary embeddings at given positions. For one thread. */
public final class RotaryAngles {
    private final Rope rope;
    private final Map<Integer, RopeFrequencies> byLength = new HashMap<>();

    public RotaryAngles(Rope rope) {
        this.rope = rope;
    }

    /**
     * Cosines and sines times yarn's attention factor.
     *
     * @param cos [positions, dims / 2]; {@code sin} likewise
     */
    public record Table(float[] cos, float[] sin) {}

    /** Whether a sequence's length changes the rotation of its earlier positions too. */
    public boolean dependsOnLength(int sequenceLength) {
        return rope.scaling() instanceof RopeScaling.Dynamic d && sequenceLength > d.originalMax()
                || rope.scaling() instanceof RopeScaling.LongRope l && sequenceLength > l.originalMax();
    }

    /** Whether a sequence that grows to this length turns earlier positions anew. */
    public boolean turnsAnewAt(int sequenceLength) {
        return rope.scaling() instanceof RopeScaling.LongRope l && sequenceLength == l.originalMax() + 1;
    }

    /** Angles in fp32, as transformers computes them, so that long sequences agree with it. */
    public Table at(int[] positions, int[] sequenceLengths) {
        int half = rope.dims() / 2;
        float[] cos = new float[positions.length * half];
        float[] sin = new float[positions.length * half];
        for (int row = 0; row < positions.length; row++) {
            RopeFrequencies frequencies = frequencies(sequenceLengths[row]);
            float factor = (float) frequencies.attentionFactor();
            for (int i = 0; i < half; i++) {
                float angle = positions[row] * (float) frequencies.inverse()[i];
                cos[row * half + i] = (float) Math.cos(angle) * factor;
                sin[row * half + i] = (float) Math.sin(angle) * factor;
            }
        }
        return new Table(cos, sin);
    }

    private RopeFrequencies frequencies(int sequenceLength) {
        int key = dependsOnLength(sequenceLength) ? sequenceLength : 0;
        return byLength.computeIfAbsent(key, length -> RopeFrequencies.of(rope, length));
    }
}
