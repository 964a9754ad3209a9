package org.counterpoint.engine.weights.gguf;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.counterpoint.engine.arch.Architecture;

/** The architectures of GGUF files that are read and written. Mistral's files are of {@code llama}. */
enum GgufArchitecture {
    LLAMA("llama", "LlamaForCausalLM"),
    QWEN2("qwen2", "Qwen2ForCausalLM"),
    QWEN3("qwen3", "Qwen3ForCausalLM");

    private final String id;
    private final String transformersClass;

    GgufArchitecture(String id, String transformersClass) {
        this.id = id;
        this.transformersClass = transformersClass;
    }

    static GgufArchitecture of(Metadata metadata) {
        String key = "general.architecture";
        String id = metadata.text(key).orElseThrow(() -> metadata.fault(key, "is missing: is it a model's file?"));
        return Arrays.stream(values())
                .filter(architecture -> architecture.id.equals(id))
                .findFirst()
                .orElseThrow(() -> metadata.fault(key, "is " + id + ", which is not read. Read are " + known()));
    }

    /** As which a model is written; empty where there is none. */
    static Optional<GgufArchitecture> of(Architecture config) {
        return switch (config.family()) {
            case LLAMA, MISTRAL -> Optional.of(LLAMA);
            case QWEN2 -> Optional.of(QWEN2);
            case QWEN3 -> Optional.of(QWEN3);
            default -> Optional.empty();
        };
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
}
