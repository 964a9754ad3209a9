package org.counterpoint.engine;

/** The type of the numbers in which a model that was learnt is written. */
public enum SaveType {
    /** As they were learnt, bit for bit. */
    FP32,
    BF16,
    FP16,
    /** That of most of the weights that the model began with. */
    SOURCE
}
