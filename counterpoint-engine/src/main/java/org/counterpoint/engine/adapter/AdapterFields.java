package org.counterpoint.engine.adapter;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.counterpoint.engine.ModelException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The fields of PEFT 0.21's {@code adapter_config.json}, and what becomes of each. */
final class AdapterFields {
    static final int LARGEST_RANK = 1 << 16;

    private static final Set<String> HONOURED = Set.of(
            "peft_type",
            "task_type",
            "base_model_name_or_path",
            "r",
            "lora_alpha",
            "use_rslora",
            "target_modules",
            "exclude_modules",
            "layers_to_transform",
            "layers_pattern",
            "rank_pattern",
            "alpha_pattern",
            "modules_to_save",
            "init_lora_weights");

    /** Where it was made and how it is learnt or loaded elsewhere. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "auto_mapping",
            "corda_config",
            "ensure_weight_tying",
            "eva_config",
            "inference_mode",
            "loftq_config",
            "lora_dropout",
            "lora_ga_config",
            "megatron_config",
            "megatron_core",
            "monteclora_config",
            "peft_version",
            "qalora_group_size",
            "revision",
            "runtime_config",
            "velora_config");

    /** What another value would change that is not computed here. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("use_dora", "DoRA also scales each output by a learnt magnitude"),
            Map.entry("lora_bias", "it adds a bias to B"),
            Map.entry("fan_in_fan_out", "it is for layers whose weights are stored transposed"),
            Map.entry("use_qalora", "QALoRA pools the inputs"),
            Map.entry("use_bdlora", "its factors are block-diagonal"),
            Map.entry("layer_replication", "it repeats layers of the base"),
            Map.entry("trainable_token_indices", "it replaces rows of the embedding"),
            Map.entry("target_parameters", "it is on parameters that are no linear layers"),
            Map.entry("alora_invocation_tokens", "it is active behind certain tokens only"),
            Map.entry("arrow_config", "it mixes several adapters"),
            Map.entry("kasa_config", "it changes the base's weights"));

    /** Beginnings that leave the base as it is; others take from its weights what they give to the adapter. */
    private static final Set<String> INITIALISATIONS =
            Set.of("true", "false", "\"gaussian\"", "\"eva\"", "\"orthogonal\"");

    private AdapterFields() {}

    static void check(Path file, ObjectNode json) {
        String type = json.path("peft_type").asString("");
        if (!type.equals("LORA")) {
            throw new ModelException(file + ": `peft_type` is " + json.path("peft_type")
                    + ": only LORA adapters are computed. Merge it into its base with PEFT: merge_and_unload()");
        }
        json.forEachEntry((key, value) -> check(file, key, value));
        positive(file, json, "r");
        if (!json.path("r").isIntegralNumber() || json.path("r").doubleValue() > LARGEST_RANK) {
            throw fault(file, "r", json.path("r"), "a whole number from 1 to " + LARGEST_RANK + " is needed");
        }
        positive(file, json, "lora_alpha");
        JsonNode task = json.path("task_type");
        boolean scores = task.asString("").equals("SEQ_CLS");
        if (!task.isMissingNode()
                && !task.isNull()
                && !scores
                && !task.asString("").equals("CAUSAL_LM")) {
            throw fault(file, "task_type", task, "CAUSAL_LM and SEQ_CLS are computed");
        }
        checkSaved(file, json.path("modules_to_save"), scores);
    }

    private static void check(Path file, String key, JsonNode value) {
        if (HONOURED.contains(key)) {
            if (key.equals("init_lora_weights") && !INITIALISATIONS.contains(value.toString())) {
                throw fault(
                        file,
                        key,
                        value,
                        "such an adapter changes its base's weights as well. Convert it with PEFT:"
                                + " save_pretrained(..., path_initial_model_for_weight_conversion=...)");
            }
            return;
        }
        if (WITHOUT_EFFECT.contains(key)) {
            return;
        }
        if (key.equals("bias")) {
            if (!value.isNull() && !value.asString("").equals("none")) {
                throw fault(file, key, value, "learnt biases are not computed; only \"none\" is");
            }
            return;
        }
        String reason = REFUSED.get(key);
        boolean absent =
                value.isNull() || value.isBoolean() && !value.booleanValue() || value.isContainer() && value.isEmpty();
        if (absent) {
            return;
        }
        throw fault(
                file,
                key,
                value,
                reason == null
                        ? "this field is not known here and may change what the adapter computes"
                        : reason + ", which is not computed here");
    }

    private static void checkSaved(Path file, JsonNode saved, boolean scores) {
        for (JsonNode module : saved) {
            // PEFT lists both names that the head of a classifier has among its models.
            if (!scores || !Set.of("score", "classifier").contains(module.asString(""))) {
                throw fault(file, "modules_to_save", saved, "only the score of a SEQ_CLS adapter may be saved whole");
            }
        }
    }

    private static void positive(Path file, ObjectNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isNumber() || !(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
            throw fault(file, key, value, "a number above 0 is needed");
        }
    }

    private static ModelException fault(Path file, String key, JsonNode value, String why) {
        return new ModelException(
                file + ": `" + key + "` is " + (value.isMissingNode() ? "missing" : value) + ": " + why);
    }

    /** Every field as PEFT 0.21 writes it, for a new adapter. */
    static ObjectNode defaults() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.putNull("alora_invocation_tokens");
        json.putObject("alpha_pattern");
        json.putNull("arrow_config");
        json.putNull("auto_mapping");
        json.putNull("base_model_name_or_path");
        json.put("bias", "none");
        json.putNull("corda_config");
        json.put("ensure_weight_tying", false);
        json.putNull("eva_config");
        json.putNull("exclude_modules");
        json.put("fan_in_fan_out", false);
        json.put("inference_mode", true);
        json.put("init_lora_weights", true);
        json.putNull("layer_replication");
        json.putNull("layers_pattern");
        json.putNull("layers_to_transform");
        json.putObject("loftq_config");
        json.put("lora_alpha", 0);
        json.put("lora_bias", false);
        json.put("lora_dropout", 0.0);
        json.putNull("megatron_config");
        json.put("megatron_core", "megatron.core");
        json.putNull("modules_to_save");
        json.put("peft_type", "LORA");
        json.put("peft_version", "0.21.0");
        json.put("qalora_group_size", 16);
        json.put("r", 0);
        json.putObject("rank_pattern");
        json.putNull("revision");
        json.putArray("target_modules");
        json.putNull("target_parameters");
        json.putNull("task_type");
        json.putNull("trainable_token_indices");
        json.put("use_dora", false);
        json.put("use_qalora", false);
        json.put("use_rslora", false);
        return json;
    }
}
