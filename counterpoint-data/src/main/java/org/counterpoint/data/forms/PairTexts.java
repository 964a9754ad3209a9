package org.counterpoint.data.forms;

import java.util.Map;
import org.counterpoint.data.Prompt;
import org.jspecify.annotations.Nullable;

/** A pair as a row has it: id, models and type where the row names them. */
public record PairTexts(
        @Nullable String id,
        Prompt prompt,
        String chosen,
        String rejected,
        @Nullable String chosenModel,
        @Nullable String rejectedModel,
        @Nullable String type,
        Map<String, Double> scores) {}
