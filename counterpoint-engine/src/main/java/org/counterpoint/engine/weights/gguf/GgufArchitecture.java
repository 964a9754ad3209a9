package org.counterpoint.engine.weights.gguf;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.NormWeight;
import org.counterpoint.engine.arch.RopeScaling;

/** The architectures of GGUF files that are read and written. Mistral's files are of {@code llama}. */
enum GgufArchitecture {
    LLAMA("llama", "LlamaForCausalLM", true, GgufNames.LLAMA),
    QWEN2("qwen2", "Qwen2ForCausalLM", false, GgufNames.LLAMA),
    QWEN3("qwen3", "Qwen3ForCausalLM", false, GgufNames.LLAMA),
    GEMMA2("gemma2", "Gemma2ForCausalLM", false, GgufNames.AROUND),
    GEMMA3("gemma3", "Gemma3ForCausalLM", false, GgufNames.AROUND),
    PHI3("phi3", "Phi3ForCausalLM", false, GgufNames.LLAMA),
    OLMO2("olmo2", "Olmo2ForCausalLM", false, GgufNames.AROUND),
    GRANITE("granite", "GraniteForCausalLM", true, GgufNames.LLAMA),
    SMOLLM3("smollm3", "SmolLM3ForCausalLM", true, GgufNames.LLAMA);

    private final String id;
    private final String transformersClass;
    private final boolean turned;
    private final Map<String, String> parts;

    /** @param turned whether the rows of q and k have another order than in transformers, {@link HeadRows} */
    GgufArchitecture(String id, String transformersClass, boolean turned, Map<String, String> parts) {
        this.id = id;
        this.transformersClass = transformersClass;
        this.turned = turned;
        this.parts = parts;
    }

    static GgufArchitecture of(Metadata metadata) {
        String key = "general.architecture";
        String id = metadata.text(key).orElseThrow(() -> metadata.fault(key, "is missing: is it a model's file?"));
        return Arrays.stream(values())
                .filter(architecture -> architecture.id.equals(id))
                .findFirst()
                .orElseThrow(() -> metadata.fault(key, "is " + id + ", which is not read. Read are " + known()));
    }

    /** As which a model is written. */
    static GgufArchitecture of(Architecture config) {
        return switch (config.family()) {
            case LLAMA, MISTRAL -> LLAMA;
            case QWEN2 -> QWEN2;
            case QWEN3 -> QWEN3;
            case GEMMA2 -> GEMMA2;
            case GEMMA3 -> GEMMA3;
            case PHI3 -> PHI3;
            case OLMO2 -> OLMO2;
            case GRANITE -> GRANITE;
            case SMOLLM3 -> SMOLLM3;
        };
    }

    /**
     * Why llama.cpp would compute something else than the model does: what it takes for granted of an architecture, and no
     * key of a file could say. Empty where it computes the same.
     */
    Optional<String> unlike(Architecture config) {
        List<Integer> windows = config.attention().windows();
        if (!hasBiases()
                && (config.attention().queryKeyValueBias() || config.attention().outputBias())) {
            return Optional.of("has biases in its attention");
        }
        if (this != LLAMA && this != GRANITE && config.feedForward().bias()) {
            return Optional.of("has biases in its feed-forward network");
        }
        if (!FixedPattern.isWritten(this, windows)) {
            return Optional.of("has sliding windows in other layers than its architecture's files");
        }
        if (!FixedPattern.rotates(this, config.positions().ropeOfLayer())) {
            return Optional.of("leaves other layers without a rotation than its architecture's files");
        }
        double scale = config.attention().scale();
        if (this != GRANITE && Math.abs(scale / FixedPattern.scale(this, config) - 1) > 1e-6) {
            return Optional.of("scales its queries by " + scale + ", which its architecture's files do not say");
        }
        if (this == GEMMA2 && !config.vocabulary().tied()
                || this == OLMO2 && config.vocabulary().tied()) {
            return Optional.of("has " + (this == GEMMA2 ? "an output projection of its own" : "no output projection"));
        }
        if (this == GEMMA2
                && (config.softCaps().attention() == 0 || config.softCaps().logits() == 0)) {
            return Optional.of("caps no scores or no logits");
        }
        if (this == GEMMA3 && !(config.positions().ropes().get(1).scaling() instanceof RopeScaling.None)) {
            return Optional.of("stretches the positions of its sliding layers");
        }
        return Optional.empty();
    }

    private boolean hasBiases() {
        return this == LLAMA || this == QWEN2 || this == GRANITE;
    }

    private static String known() {
        return Arrays.stream(values()).map(GgufArchitecture::id).collect(Collectors.joining(", "));
    }

    String id() {
        return id;
    }

    /** The name in {@code architectures} of a config.json. */
    String transformersClass() {
        return transformersClass;
    }

    /** {@code model_type} of a config.json. */
    String modelType() {
        return this == GEMMA3 ? "gemma3_text" : id;
    }

    boolean turned() {
        return turned;
    }

    /** What the parts of a layer are called, by transformers' names. */
    Map<String, String> parts() {
        return parts;
    }

    /** What is added to the weights of norms in a file: there they are what normed numbers are multiplied by. */
    static float addedToNorms(Architecture config) {
        return config.norms().weight() == NormWeight.ONE_PLUS ? 1 : 0;
    }
}
