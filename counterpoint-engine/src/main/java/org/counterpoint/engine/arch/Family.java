package org.counterpoint.engine.arch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.jspecify.annotations.Nullable;

/**
 * The model families that are computed here. Each comes as a language model or, with a score in place of the
 * vocabulary, as a sequence classifier: the form of reward models.
 */
public enum Family {
    LLAMA("Llama", "llama", new LlamaParser(), TensorNames.LLAMA),
    MISTRAL("Mistral", "mistral", new MistralParser(), TensorNames.LLAMA),
    QWEN2("Qwen2", "qwen2", new Qwen2Parser(), TensorNames.LLAMA),
    QWEN3("Qwen3", "qwen3", new Qwen3Parser(), TensorNames.LLAMA),
    GEMMA2("Gemma2", "gemma2", new Gemma2Parser(), TensorNames.GEMMA),
    GEMMA3("Gemma3", "Gemma3Text", "gemma3_text", new Gemma3Parser(), TensorNames.GEMMA),
    PHI3("Phi3", "phi3", new Phi3Parser(), TensorNames.PHI3),
    OLMO2("Olmo2", "olmo2", new Olmo2Parser(), TensorNames.OLMO2),
    GRANITE("Granite", null, "granite", new GraniteParser(), TensorNames.LLAMA),
    SMOLLM3("SmolLM3", "smollm3", new SmolLm3Parser(), TensorNames.LLAMA);

    private static final String CLASSIFIER = "ForSequenceClassification";

    private final String architecture;
    private final @Nullable String classifier;
    private final String modelType;
    private final FamilyParser parser;
    private final TensorNames names;

    Family(String prefix, String modelType, FamilyParser parser, TensorNames names) {
        this(prefix, prefix, modelType, parser, names);
    }

    /** @param classifier what the class of sequence classifiers begins with; null where transformers has none */
    Family(String prefix, @Nullable String classifier, String modelType, FamilyParser parser, TensorNames names) {
        this.architecture = prefix + "ForCausalLM";
        this.classifier = classifier == null ? null : classifier + CLASSIFIER;
        this.modelType = modelType;
        this.parser = parser;
        this.names = names;
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
                    .map(a -> a.get(0).equals(family.architecture) || a.get(0).equals(family.classifier))
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
    boolean classifies(JsonObject json) {
        return json.texts("architectures").map(a -> a.get(0).equals(classifier)).orElse(false);
    }

    String architecture() {
        return architecture;
    }

    /** transformers' class of this family's sequence classifiers, if there is one. */
    public Optional<String> classifier() {
        return Optional.ofNullable(classifier);
    }

    FamilyParser parser() {
        return parser;
    }

    /** What the family calls the tensors of its layers. */
    public TensorNames names() {
        return names;
    }
}
