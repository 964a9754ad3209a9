package org.counterpoint.eval.figures;

import java.util.Map;

/** Where the length-controlled win rate takes an instruction's difficulty from. */
public sealed interface InstructionDifficulty {
    /** No length-controlled win rate at all. */
    record Off() implements InstructionDifficulty {}

    /** The model without a difficulty term. */
    record None() implements InstructionDifficulty {}

    /** An effect per instruction, estimated from all files together. */
    record Estimated() implements InstructionDifficulty {}

    /** A table by instruction. */
    record Table(Map<String, Double> byInstruction) implements InstructionDifficulty {
        public Table {
            byInstruction = Map.copyOf(byInstruction);
        }
    }
}
