package org.counterpoint.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How fast some prompts were computed and continued together, loading left out.
 *
 * @param prompts how many at once
 * @param prompt tokens of all prompts a second
 * @param generated new tokens of all prompts a second
 */
record DecodingSpeed(int prompts, double prompt, double generated) {

    /** What {@code llama-batched-bench --output-format jsonl} says of one number of prompts, a line of its output. */
    static DecodingSpeed ofLlama(String line) {
        JsonNode said = JsonMapper.shared().readTree(line);
        return new DecodingSpeed(
                said.required("pl").intValue(),
                said.required("speed_pp").doubleValue(),
                said.required("speed_tg").doubleValue());
    }

    /** The median of a ratio over rounds: of each round's, so that a slow minute counts for both sides. */
    static double ratio(List<DecodingSpeed> over, List<DecodingSpeed> under, ToDoubleFunction<DecodingSpeed> figure) {
        double[] ratios = new double[over.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = figure.applyAsDouble(over.get(round)) / figure.applyAsDouble(under.get(round));
        }
        return Results.median(ratios);
    }
}
