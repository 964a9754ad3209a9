package org.counterpoint.app.demo;

import java.util.List;

/**
 * How much the demo trains.
 *
 * @param sft settings of the SFT stage
 * @param dpo settings of the DPO stage
 */
public record DemoSize(String name, List<String> sft, List<String> dpo) {

    /** A minute or two. One thread: the matrices are so small that a second would mostly wait for the first. */
    public static final DemoSize USUAL = new DemoSize(
            "usual",
            List.of("learning_rate=2e-3", "schedule=cosine", "epochs=16", "groups_per_step=16", "threads=1"),
            List.of("learning_rate=1e-4", "epochs=1", "groups_per_step=16", "curriculum=linear", "threads=1"));

    /** A few steps: for tests of the way, not of what is learnt. */
    public static final DemoSize SMALLEST = new DemoSize(
            "smallest", List.of("steps=3", "threads=1"), List.of("steps=3", "curriculum=linear", "threads=1"));
}
