package org.counterpoint.engine.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * A row of the vocabulary's projection z, the logits l = cap tanh(scale z / cap) / T of it, or scale z / T without a cap, and the
 * gradient by z. For one thread, for one row after another.
 */
public final class LogitRow {
    private static final int LANES = Lanes.COUNT;

    private final int size;
    private final float scale;
    private final float cap;
    private final float inverseTemperature;
    private final float[] numbers;

    /** @param cap 0 for none */
    public LogitRow(int size, double scale, double cap, double temperature) {
        this.size = size;
        this.scale = (float) scale;
        this.cap = (float) cap;
        this.inverseTemperature = (float) (1 / temperature);
        this.numbers = new float[Lanes.whole(size)];
    }

    /** [size] and what fills the last vector: z, to be filled before {@link #shape}; then l; then dL/dz. */
    public float[] numbers() {
        return numbers;
    }

    /** From z to l. */
    public void shape() {
        if (cap != 0) {
            for (int i = 0; i < numbers.length; i += LANES) {
                FloatVector scaled =
                        FloatVector.fromArray(Lanes.SPECIES, numbers, i).mul(scale);
                VectorMath.capped(scaled, cap).mul(inverseTemperature).intoArray(numbers, i);
            }
        } else if (scale != 1 || inverseTemperature != 1) {
            for (int i = 0; i < numbers.length; i += LANES) {
                FloatVector.fromArray(Lanes.SPECIES, numbers, i)
                        .mul(scale)
                        .mul(inverseTemperature)
                        .intoArray(numbers, i);
            }
        }
        Arrays.fill(numbers, size, numbers.length, Softmax.UNSEEN);
    }

    /**
     * What the softmax says of a token.
     *
     * @param logSum the log of the sum of the logits' exponentials
     */
    public record Score(float logp, float logSum) {}

    /** Of the logits. */
    public Score score(int token) {
        float most = Softmax.greatest(numbers, 0, numbers.length);
        float log = (float) Math.log(Softmax.sum(numbers, 0, numbers.length, most));
        return new Score(numbers[token] - most - log, most + log);
    }

    /**
     * From l to dL/dz for L = derivative * log softmax(l)[token].
     *
     * @param logSum as {@link #score} gave it
     */
    public void backward(int token, float logSum, float derivative) {
        float weight = derivative * inverseTemperature * scale;
        float byToken = weight * slope(numbers[token]);
        for (int i = 0; i < numbers.length; i += LANES) {
            FloatVector l = FloatVector.fromArray(Lanes.SPECIES, numbers, i);
            FloatVector gradient = VectorMath.exp(l.sub(logSum)).mul(-weight);
            if (cap != 0) {
                FloatVector tanh = l.mul(1 / inverseTemperature / cap);
                gradient = gradient.mul(tanh.mul(tanh).neg().add(1f));
            }
            gradient.intoArray(numbers, i);
        }
        numbers[token] += byToken;
    }

    /** 1 - tanh^2 of what the logit was made of. */
    private float slope(float logit) {
        if (cap == 0) {
            return 1;
        }
        float tanh = logit / inverseTemperature / cap;
        return 1 - tanh * tanh;
    }
}
