package org.counterpoint.engine;

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

    /** The name in settings and files. */
    public String wireName() {
        return wireName;
    }
}
