package org.counterpoint.app.demo;

import java.util.List;

/**
 * How much the demo trains.
 *
 * @param sft settings of the SFT stage
 * @param dpo settings of the DPO stage
 */
public record DemoSize(String name, List<String> sft, List<String> dpo) {

    /** A few minutes on two cores. */
    public static final DemoSize USUAL = new DemoSize(
            "usual",
            List.of("learning_rate=2e-3", "schedule=cosine", "epochs=10", "groups_per_step=16"),
            List.of("learning_rate=3e-4", "epochs=4", "groups_per_step=16", "curriculum=linear"));

    /** A few steps: for tests of the way, not of what is learnt. */
    public static final DemoSize SMALLEST =
            new DemoSize("smallest", List.of("steps=3"), List.of("steps=3", "curriculum=linear"));
}
