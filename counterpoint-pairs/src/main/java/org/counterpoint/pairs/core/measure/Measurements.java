package org.counterpoint.pairs.core.measure;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a set of pairs looks like.
 *
 * @param models strongest first
 * @param bias over all pairs; null where there is no pair
 * @param biasByType types in order of their first pair
 * @param similarity of chosen and rejected by type, from the sample
 * @param scores by name, from the sample
 * @param sampledGroups on how many groups what comes from a sample rests
 * @param groups how many groups there are
 */
public record Measurements(
        List<ModelLengths> models,
        @Nullable LengthBias bias,
        Map<String, LengthBias> biasByType,
        Map<String, Spread> similarity,
        Map<String, Spread> scores,
        List<Example> examples,
        long sampledGroups,
        long groups) {

    public Measurements {
        models = List.copyOf(models);
        examples = List.copyOf(examples);
    }

    /** Adds what {@code summary.json} says of it. */
    public void addTo(ObjectNode json) {
        ArrayNode lengths = json.putArray("models");
        for (ModelLengths model : models) {
            lengths.addObject()
                    .put("model", model.model())
                    .put("answers", model.answers())
                    .put("mean_rank", model.meanRank())
                    .put("mean_length", model.meanLength());
        }
        if (bias != null) {
            ObjectNode all = bias.toJson();
            ObjectNode types = all.putObject("by_type");
            biasByType.forEach((type, one) -> types.set(type, one.toJson()));
            json.set("length_bias", all);
        }
        ObjectNode similar = json.putObject("similarity");
        similarity.forEach((type, spread) -> similar.set(type, spread.toJson()));
        ObjectNode difficulty = json.putObject("difficulty");
        scores.forEach((name, spread) -> difficulty.set(name, spread.toJson()));
        json.set(
                "sample",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("groups", sampledGroups)
                        .put("of", groups));
    }
}
