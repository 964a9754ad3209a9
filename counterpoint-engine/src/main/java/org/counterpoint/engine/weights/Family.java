package org.counterpoint.engine.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.counterpoint.engine.ModelException;

/**
 * The model families that are computed here, and where transformers' defaults for them differ. Each comes as a language
 * model or, with a score in place of the vocabulary, as a sequence classifier: the form of reward models.
 */
enum Family {
    LLAMA("LlamaForCausalLM", "llama"),
    MISTRAL("MistralForCausalLM", "mistral"),
    QWEN2("Qwen2ForCausalLM", "qwen2"),
    QWEN3("Qwen3ForCausalLM", "qwen3");

    private static final String CLASSIFIER = "ForSequenceClassification";

    private final String architecture;
    private final String modelType;

    Family(String architecture, String modelType) {
        this.architecture = architecture;
        this.modelType = modelType;
    }

    static Family of(JsonObject json) {
        Optional<List<String>> architectures = json.texts("architectures");
        Optional<String> modelType = json.text("model_type");
        if (architectures.isEmpty() && modelType.isEmpty()) {
            throw new ModelException(json.file() + ": neither `architectures` nor `model_type` says what model this is:"
                    + " is it a model's config.json?");
        }
        if (architectures.isPresent() && architectures.get().size() != 1) {
            throw json.fault("architectures", "exactly one is needed");
        }
        for (Family family : values()) {
            boolean named = architectures
                    .map(a -> a.get(0).equals(family.architecture) || a.get(0).equals(family.classifier()))
                    .orElse(true);
            boolean typed = modelType.map(family.modelType::equals).orElse(true);
            if (named && typed) {
                return family;
            }
        }
        String known = Arrays.stream(values()).map(Family::architecture).collect(Collectors.joining(", "));
        throw new ModelException(json.file() + ": the architecture "
                + architectures.map(a -> a.get(0)).orElse("of unknown name") + " (`model_type` "
                + modelType.orElse("absent") + ") is not supported. Supported are " + known + ".");
    }

    /** Whether the file is of a sequence classifier. */
    static boolean classifies(JsonObject json) {
        return json.texts("architectures")
                .map(a -> a.get(0).endsWith(CLASSIFIER))
                .orElse(false);
    }

    String architecture() {
        return architecture;
    }

    String classifier() {
        return architecture.replace("ForCausalLM", CLASSIFIER);
    }

    int defaultKvHeads(int heads) {
        return switch (this) {
            case LLAMA -> heads;
            case MISTRAL -> 8;
            case QWEN2, QWEN3 -> 32;
        };
    }

    int defaultMaxPositions() {
        return switch (this) {
            case LLAMA -> 2048;
            case MISTRAL -> 131072;
            case QWEN2, QWEN3 -> 32768;
        };
    }
}
