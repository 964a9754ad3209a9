package org.counterpoint.recipe.run;

import java.util.List;
import java.util.Map;

/** How an artifact stands before a run. */
sealed interface State {

    /** Made from the same, and as it was made. */
    record Done() implements State {}

    /**
     * To be made.
     *
     * @param why in words
     */
    record ToDo(String why) implements State {}

    /**
     * Not as its stage left it.
     *
     * @param files what changed, in words
     */
    record Edited(List<String> files) implements State {
        public Edited {
            files = List.copyOf(files);
        }
    }

    /** Inputs with their hashes, by field, and the key that they make. */
    record Wanted(Map<String, List<StageLineage.Input>> inputs, String key) {
        public Wanted {
            inputs = Map.copyOf(inputs);
        }
    }
}
