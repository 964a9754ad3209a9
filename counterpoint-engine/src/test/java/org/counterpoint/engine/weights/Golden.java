package org.counterpoint.engine.weights;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The golden files of the test resources. */
public final class Golden {
    public static final List<String> MODELS = List.of(
            "llama-plain",
            "llama-biases",
            "llama-linear",
            "llama-dynamic",
            "llama3",
            "llama-yarn",
            "llama-yarn-untruncated",
            "mistral",
            "qwen2",
            "qwen2-window",
            "qwen3",
            "smollm2",
            "gemma2",
            "gemma3",
            "phi3",
            "phi3-longrope",
            "olmo2",
            "granite",
            "smollm3");

    private Golden() {}

    public static Path path(String name) {
        URL url = Objects.requireNonNull(Golden.class.getResource("/golden/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static Path model(String name) {
        return path("models/" + name);
    }
}
