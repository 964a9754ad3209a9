package org.counterpoint.data.forms;

import java.util.Map;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * A pair as a row has it: id, models and type where the row names them.
 *
 * @param rejected empty where there is none that can be used, and only what is chosen is asked for
 */
public record PairTexts(
        @Nullable String id,
        Prompt prompt,
        String chosen,
        String rejected,
        @Nullable String chosenModel,
        @Nullable String rejectedModel,
        @Nullable String type,
        Map<String, Double> scores) {

    /** Its type, as the row says or of its models. */
    String typeName() {
        return type == null ? Pair.type(name(chosenModel, "chosen"), name(rejectedModel, "rejected")) : type;
    }

    /** What a side's model is called. */
    static String name(@Nullable String model, String side) {
        return model == null ? side : model;
    }

    /** The chosen answer alone, to be learnt. */
    PairTexts chosenAlone() {
        return new PairTexts(id, prompt, chosen, "", chosenModel, rejectedModel, type, scores);
    }
}
