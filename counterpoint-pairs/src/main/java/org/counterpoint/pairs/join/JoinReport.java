package org.counterpoint.pairs.join;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.Origin;
import org.counterpoint.data.write.JsonForms;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How answers came together. Rows that could not be read are no part of it.
 *
 * @param prompts different prompts
 * @param severalModels whether more than one model answered any of them, whatever was left out later
 * @param byAnswers how many prompts so many models answered
 * @param missing by model the prompts that it should have answered and did not; none where rows have models of their own
 * @param alone by file the answers to prompts that have no other model's, and no other sample
 * @param severalIds prompts that rows call by several ids
 * @param nearEqual prompts that were not joined though they hardly differ
 */
public record JoinReport(
        long prompts,
        boolean severalModels,
        Map<Integer, Long> byAnswers,
        Map<String, Missing> missing,
        Map<String, Long> alone,
        SeveralIds severalIds,
        NearEqualPrompts nearEqual) {
    /** From this share of the prompts on a model's missing answers are worth a warning. */
    private static final double MANY = 0.01;

    public JoinReport {
        byAnswers = Collections.unmodifiableMap(new TreeMap<>(byAnswers));
        missing = Collections.unmodifiableMap(new TreeMap<>(missing));
        alone = Collections.unmodifiableMap(new TreeMap<>(alone));
    }

    /**
     * Prompts that a model did not answer.
     *
     * @param examples the first few
     */
    public record Missing(long prompts, List<Example> examples) {
        public Missing {
            examples = List.copyOf(examples);
        }
    }

    /** A prompt, and where its first answer stands. */
    public record Example(String id, Origin origin, String prompt) implements Serializable {}

    /**
     * Prompts that only spaces, case, Unicode form or roles tell from another.
     *
     * @param prompts how many prompts are nearly equal to another one
     * @param examples the places of the first few, equals together
     */
    public record NearEqualPrompts(long prompts, List<List<Origin>> examples) {
        public NearEqualPrompts {
            examples = List.copyOf(examples);
        }
    }

    /**
     * Prompts under several ids; each keeps the first.
     *
     * @param examples of the first few
     */
    public record SeveralIds(long prompts, List<OtherId> examples) {
        public SeveralIds {
            examples = List.copyOf(examples);
        }
    }

    /**
     * An id that gave way.
     *
     * @param taken the prompt's first id
     */
    public record OtherId(String taken, String id, Origin origin) implements Serializable {}

    /** What a person should look at, in words. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        missing.forEach((model, lacking) -> {
            if (lacking.prompts >= MANY * prompts) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "%d of %d prompts have no answer of %s, such as that of %s.",
                        lacking.prompts,
                        prompts,
                        model,
                        lacking.examples.get(0).origin()));
            }
        });
        if (severalIds.prompts > 0) {
            OtherId first = severalIds.examples.get(0);
            warnings.add(severalIds.prompts
                    + " prompts stand under several ids; each is joined under its first one, such as " + first.taken
                    + " for " + first.id + " of " + first.origin + ".");
        }
        if (nearEqual.prompts > 0) {
            List<Origin> first = nearEqual.examples.get(0);
            warnings.add(nearEqual.prompts
                    + " prompts were not joined with others that differ from them in spaces, case,"
                    + " Unicode form or roles only, such as those of " + first.get(0) + " and " + first.get(1) + "; "
                    + NearEqual.FILE + " names all.");
        }
        return warnings;
    }

    /** What {@code summary.json} says of it. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("prompts", prompts);
        ObjectNode counts = json.putObject("prompts_by_models");
        byAnswers.forEach((models, count) -> counts.put(models.toString(), count));
        ObjectNode lacking = json.putObject("missing");
        missing.forEach((model, each) -> {
            ObjectNode one = lacking.putObject(model).put("prompts", each.prompts);
            ArrayNode examples = one.putArray("examples");
            each.examples.forEach(example ->
                    place(examples, example.origin).put("id", example.id).put("prompt", example.prompt));
        });
        ObjectNode files = json.putObject("alone_by_file");
        alone.forEach(files::put);
        if (severalIds.prompts > 0) {
            ObjectNode ids = json.putObject("several_ids").put("prompts", severalIds.prompts);
            ArrayNode others = ids.putArray("examples");
            severalIds.examples.forEach(
                    each -> place(others, each.origin).put("id", each.id).put("joined_under", each.taken));
        }
        ObjectNode near = json.putObject("near_equal").put("prompts", nearEqual.prompts);
        ArrayNode examples = near.putArray("examples");
        for (List<Origin> same : nearEqual.examples) {
            ArrayNode places = examples.addArray();
            same.forEach(origin -> place(places, origin));
        }
        return json;
    }

    private static ObjectNode place(ArrayNode array, Origin origin) {
        return JsonForms.place(array.addObject(), origin);
    }
}
