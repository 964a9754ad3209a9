package org.counterpoint.engine.arch;

import java.util.List;

/**
 * The angles of rotary position embeddings: position p turns dimensions i and {@code i + dims / 2} of a
 * head by {@code p * inverse[i]}; cosines and sines are multiplied by {@code attentionFactor}. Computed in
 * fp32 where transformers does so, so that long sequences turn by the same angles.
 *
 * @param inverse dims / 2 inverse frequencies, radians a position
 */
public record RopeFrequencies(double[] inverse, double attentionFactor) {

    /**
     * The frequencies for one sequence.
     *
     * @param sequenceLength positions of the whole sequence; it matters to {@link RopeScaling.Dynamic} and
     *     {@link RopeScaling.LongRope} only, and there beyond the original length only
     */
    public static RopeFrequencies of(Rope rope, int sequenceLength) {
        int dim = rope.dims();
        double theta = rope.theta();
        RopeScaling scaling = rope.scaling();
        if (scaling instanceof RopeScaling.Linear linear) {
            float[] inverse = plain((float) theta, dim);
            for (int i = 0; i < inverse.length; i++) {
                inverse[i] /= (float) linear.factor();
            }
            return of(inverse, 1);
        }
        if (scaling instanceof RopeScaling.Dynamic dynamic) {
            return of(plain(dynamicBase(dynamic, (float) theta, dim, sequenceLength), dim), 1);
        }
        if (scaling instanceof RopeScaling.Llama3 llama3) {
            return of(llama3(llama3, plain((float) theta, dim)), 1);
        }
        if (scaling instanceof RopeScaling.Yarn yarn) {
            return of(yarn(yarn, theta, dim), yarn.attentionFactor());
        }
        if (scaling instanceof RopeScaling.LongRope longRope) {
            boolean beyond = sequenceLength > longRope.originalMax();
            List<Double> factors = beyond ? longRope.longFactors() : longRope.shortFactors();
            float[] inverse = new float[dim / 2];
            for (int i = 0; i < inverse.length; i++) {
                inverse[i] = 1f / (factors.get(i).floatValue() * period((float) theta, i, dim));
            }
            return of(inverse, longRope.attentionFactor());
        }
        return of(plain((float) theta, dim), 1);
    }

    private static RopeFrequencies of(float[] inverse, double attentionFactor) {
        double[] wide = new double[inverse.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = inverse[i];
        }
        return new RopeFrequencies(wide, attentionFactor);
    }

    private static float[] plain(float base, int dim) {
        float[] inverse = new float[dim / 2];
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] = 1f / period(base, i, dim);
        }
        return inverse;
    }

    private static float period(float base, int i, int dim) {
        return (float) Math.pow(base, 2f * i / dim);
    }

    private static float dynamicBase(RopeScaling.Dynamic dynamic, float theta, int dim, int sequenceLength) {
        if (sequenceLength <= dynamic.originalMax() || dim == 2) {
            return theta;
        }
        float growth = (float) dynamic.factor() * sequenceLength / dynamic.originalMax();
        float stretched = growth - (float) (dynamic.factor() - 1);
        return theta * (float) Math.pow(stretched, (float) ((double) dim / (dim - 2)));
    }

    private static float[] llama3(RopeScaling.Llama3 scaling, float[] inverse) {
        float factor = (float) scaling.factor();
        float low = (float) scaling.lowFrequencyFactor();
        double longest = scaling.originalMax() / scaling.lowFrequencyFactor();
        double shortest = scaling.originalMax() / scaling.highFrequencyFactor();
        float[] scaled = new float[inverse.length];
        for (int i = 0; i < inverse.length; i++) {
            float wavelength = (float) (2 * Math.PI) / inverse[i];
            if (wavelength > (float) longest) {
                scaled[i] = inverse[i] / factor;
            } else if (wavelength < (float) shortest) {
                scaled[i] = inverse[i];
            } else {
                float smooth = (scaling.originalMax() / wavelength - low)
                        / (float) (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
                scaled[i] = (1 - smooth) * inverse[i] / factor + smooth * inverse[i];
            }
        }
        return scaled;
    }

    private static float[] yarn(RopeScaling.Yarn scaling, double theta, int dim) {
        double low = turningDimension(scaling.betaFast(), scaling, theta, dim);
        double high = turningDimension(scaling.betaSlow(), scaling, theta, dim);
        if (scaling.truncate()) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, dim - 1);
        if (low == high) {
            high += 0.001;
        }
        float[] inverse = new float[dim / 2];
        for (int i = 0; i < inverse.length; i++) {
            float ramp = Math.min(Math.max((i - (float) low) / (float) (high - low), 0f), 1f);
            float kept = 1 - ramp;
            float period = period((float) theta, i, dim);
            inverse[i] = 1f / ((float) scaling.factor() * period) * (1 - kept) + 1f / period * kept;
        }
        return inverse;
    }

    /** The dimension that turns so many times over the original length. */
    private static double turningDimension(double turns, RopeScaling.Yarn scaling, double theta, int dim) {
        return dim * Math.log(scaling.originalMax() / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
    }
}
