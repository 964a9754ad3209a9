package org.counterpoint.train.plan;

import org.counterpoint.engine.Precision;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.LayerPart;

/**
 * What a forward and a backward pass hold beside the weights, in bytes. H is the hidden width, A that of all query heads,
 * K that of all key heads, I the feed-forward network's, each P rows; a number is fp32 unless it goes into a matrix
 * product, which takes {@code half} bytes where that is in bf16.
 *
 * @param adapted whether adapters stand on the linear layers, each computed apart
 * @param drops whether some of what goes into adapters is dropped
 * @param learns whether the layers' own weights are learnt
 * @param logits whether the model gives log-probabilities
 */
record PassMemory(
        Architecture config, Precision precision, boolean adapted, boolean drops, boolean learns, boolean logits) {
    private static final int WIDE = Float.BYTES;
    /** Queries of a segment that attention computes at once, and the matrices of that size that its way back holds. */
    private static final int BLOCK = 256;

    private static final int BLOCK_MATRICES = 5;
    /** Rows whose softmax is computed together. */
    private static final int CHUNK = 128;

    private static final double LOGITS_BUDGET = 512L << 20;

    private double h() {
        return config.hiddenSize();
    }

    private double a() {
        return config.attention().queryWidth();
    }

    private double k() {
        return config.attention().keyWidth();
    }

    private double i() {
        return config.feedForward().width();
    }

    private double vocabulary() {
        return config.vocabulary().size();
    }

    private boolean isHalf() {
        return precision == Precision.BF16_MIXED;
    }

    private int half() {
        return isHalf() ? Short.BYTES : WIDE;
    }

    /** Of bf16 alone: a copy that fp32 does without. */
    private double onlyHalf(double bytes) {
        return isHalf() ? bytes : 0;
    }

    /** A layer's input, one row. */
    double input() {
        return WIDE * h();
    }

    /** What a layer keeps for its way back, its input with it, one row. */
    double kept() {
        boolean normed = config.has(LayerPart.ATTENTION_POST_NORM);
        double attention = input() + half() * (2 * a() + 2 * k());
        double feedForward = (isHalf() || normed ? half() * h() : input()) + half() * 2 * i();
        return attention + feedForward + (normed ? half() * h() : 0) + 4 * WIDE;
    }

    /** What a layer's way back makes on top, one row, where it holds most; all of it is freed when the layer is done. */
    double backward() {
        double throughNorm = (3 * WIDE + half()) * h() + onlyHalf((Short.BYTES + WIDE) * h());
        double residual = config.has(LayerPart.ATTENTION_POST_NORM)
                ? 3 * WIDE * h()
                : config.scales().residual() == 1 ? 0 : WIDE * h();
        double byOutput = residual + onlyHalf((Short.BYTES + WIDE) * h());
        double feedForward = byOutput + half() * 5 * i();
        double byHeads = byOutput + (3 * half() + WIDE) * a() + (half() + 3 * WIDE) * k();
        double byProjected = (2 * half() + WIDE) * a()
                + (half() + 2 * WIDE) * 2 * k()
                + (config.has(LayerPart.QUERY_NORM) ? 3 * WIDE * (a() + k()) : 0);
        double attention = half() * 2 * i() + throughNorm + Math.max(byHeads, byProjected + throughNorm);
        return Math.max(feedForward, attention) + (adapted ? adapters() : 0);
    }

    /** A copy and a scaled copy of each module's gradient, and one gradient by the input for it and one for its base. */
    private double adapters() {
        double queries = 2 * (a() + 2 * k()) + 6 * h();
        double output = h() + a();
        double gates = 4 * i() + 4 * h();
        double down = h() + i();
        double inputs = 5 * h() + a() + i();
        double masks = drops ? (2 * half() + onlyHalf(WIDE)) * inputs : 0;
        return half() * (queries + output + gates + down) + masks;
    }

    /** Gradients by the weights of one layer, before they are added to those gathered so far. */
    double layerGradients() {
        return learns ? half() * layerWeights() : 0;
    }

    /** Numbers in one layer's matrices. */
    double layerWeights() {
        return h() * (2 * a() + 2 * k()) + 3 * h() * i();
    }

    /** The scores of one block of a key head's queries, as many as are computed side by side. */
    double attentionBlocks(BatchSize batch, int threads) {
        double keyHeads = config.attention().kvHeads();
        double atOnce = Math.min(threads, keyHeads * batch.positions() / Math.max(1, batch.longest()));
        double queries = config.attention().heads() / keyHeads * Math.min(BLOCK, batch.longest());
        return BLOCK_MATRICES * WIDE * queries * batch.longest() * Math.max(1, atOnce);
    }

    /** What the head keeps for its way back. */
    double headKept(BatchSize batch) {
        return batch.scored() * (2 * WIDE * h() + onlyHalf(Short.BYTES * h()));
    }

    /** What the head's way back makes on top. */
    double headBackward(BatchSize batch) {
        double gradients = batch.scored() * ((half() + WIDE) * h() + onlyHalf(WIDE * h()));
        boolean whole = logits && learns && (isHalf() || vocabulary() < CHUNK * CHUNK);
        return gradients + (whole ? half() * vocabulary() * h() : 0);
    }

    /** The logits that are kept from one pass to the next, and those of the rows that are just computed. */
    double logits(BatchSize batch) {
        if (!logits) {
            return 0;
        }
        double row = half() * vocabulary();
        double most = Math.max(CHUNK, Math.floor(LOGITS_BUDGET / row));
        double chunk = Math.min(CHUNK, batch.scored()) * vocabulary() * (isHalf() ? Short.BYTES + 2 * WIDE : 2 * WIDE);
        return Math.min(batch.scored(), most) * row + chunk;
    }
}
