package org.counterpoint.eval.figures;

import java.util.Map;

/** Where the length-controlled win rate takes an instruction's difficulty from. */
public sealed interface Difficulty {
    /** No length-controlled win rate at all. */
    record Off() implements Difficulty {}

    /** The model without a difficulty term. */
    record None() implements Difficulty {}

    /** An effect per instruction, estimated from all files together. */
    record Estimated() implements Difficulty {}

    /** A table by instruction. */
    record Table(Map<String, Double> byInstruction) implements Difficulty {
        public Table {
            byInstruction = Map.copyOf(byInstruction);
        }
    }
}
