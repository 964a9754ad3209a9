package org.counterpoint.eval.figures;

import java.util.List;
import java.util.Map;
import org.counterpoint.eval.annotations.Judgement;

/** One way of parting instructions. */
public sealed interface Categories {
    /** What parts them, such as "skill". */
    String by();

    /** The parts that the instruction belongs to; none where nobody said. */
    List<String> of(Judgement judgement);

    /** By the annotations' own {@code dataset}. */
    record Dataset() implements Categories {
        @Override
        public String by() {
            return "dataset";
        }

        @Override
        public List<String> of(Judgement judgement) {
            String dataset = judgement.dataset();
            return dataset == null ? List.of() : List.of(dataset);
        }
    }

    /** By a table of instructions. */
    record Listed(String by, Map<String, List<String>> byInstruction) implements Categories {
        @Override
        public List<String> of(Judgement judgement) {
            return byInstruction.getOrDefault(judgement.instruction(), List.of());
        }
    }
}
