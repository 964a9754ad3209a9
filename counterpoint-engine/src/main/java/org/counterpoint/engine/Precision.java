package org.counterpoint.engine;

import org.counterpoint.engine.machine.Processor;

/** The arithmetic of a forward and backward pass; weights and optimizer are fp32 in both. */
public enum Precision {
    /** Everything in fp32. */
    FP32("fp32"),
    /** Linear layers in bf16 with fp32 accumulation; attention, norms, softmax and log-probabilities in fp32. */
    BF16_MIXED("bf16-mixed");

    private final String wireName;

    Precision(String wireName) {
        this.wireName = wireName;
    }

    /** What {@code auto} means: the faster on this processor. */
    public static Precision fastestHere() {
        return Processor.here().multipliesBf16() ? BF16_MIXED : FP32;
    }

    /** The name in settings and files. */
    public String wireName() {
        return wireName;
    }
}
