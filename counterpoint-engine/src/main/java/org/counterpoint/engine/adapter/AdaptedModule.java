package org.counterpoint.engine.adapter;

/**
 * A linear layer with an adapter: y = x W^T + b + scale * (x A^T) B^T.
 *
 * @param name of the layer in its model, such as {@code model.layers.0.self_attn.q_proj}
 * @param rank r: A is [r, in], B [out, r]
 */
public record AdaptedModule(String name, int rank, double scale) {
    private static final String PREFIX = "base_model.model.";

    /** What PEFT calls A in files. */
    public String nameOfA() {
        return PREFIX + name + ".lora_A.weight";
    }

    /** What PEFT calls B in files. */
    public String nameOfB() {
        return PREFIX + name + ".lora_B.weight";
    }

    /** What PEFT calls a tensor that is saved whole, such as {@code score.weight}. */
    public static String whole(String tensor) {
        return PREFIX + tensor;
    }
}
