package org.counterpoint.engine.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.engine.ModelException;

/**
 * A Hugging Face model folder open for reading: its config and every tensor by name, over one file or
 * shards. Opening checks that exactly the tensors the config asks for are there, with the right shapes and a
 * type that serves as weights.
 */
public final class ModelFolder implements AutoCloseable {
    private final Path path;
    private final ModelConfig config;
    private final WeightFiles files;
    private final Map<String, TensorData> tensors;
    private final Set<Integer> endTokens;

    private ModelFolder(
            Path path, ModelConfig config, WeightFiles files, Map<String, TensorData> tensors, Set<Integer> endTokens) {
        this.path = path;
        this.config = config;
        this.files = files;
        this.tensors = tensors;
        this.endTokens = endTokens;
    }

    /**
     * Opens a folder.
     *
     * @throws ModelException if it is not a sound model of a supported family
     */
    public static ModelFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelException(folder + " is not a folder: a model is a folder with a config.json,"
                    + " a tokenizer.json and safetensors files");
        }
        ModelConfig config = ModelConfig.parse(folder.resolve("config.json"));
        Set<Integer> endTokens = endTokens(folder, config);
        WeightFiles files = WeightFiles.open(folder);
        boolean sound = false;
        try {
            Map<String, TensorData> tensors = TensorCheck.select(folder, config, files.tensors());
            sound = true;
            return new ModelFolder(folder, config, files, tensors, endTokens);
        } finally {
            if (!sound) {
                files.close();
            }
        }
    }

    private static Set<Integer> endTokens(Path folder, ModelConfig config) {
        Set<Integer> tokens = new LinkedHashSet<>(config.endTokens());
        Path generation = folder.resolve("generation_config.json");
        if (Files.exists(generation)) {
            tokens.addAll(JsonObject.read(generation).tokens("eos_token_id"));
        }
        return Set.copyOf(tokens);
    }

    public Path path() {
        return path;
    }

    public ModelConfig config() {
        return config;
    }

    /** Every parameter of {@link TensorNames#expected}, in its order. */
    public Map<String, TensorData> tensors() {
        return tensors;
    }

    /** One parameter by its name in {@link TensorNames#expected}. */
    public TensorData tensor(String name) {
        TensorData tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter " + name + " in " + path);
        }
        return tensor;
    }

    /** The type of most of the weights. */
    public DType dtype() {
        return TensorCheck.commonType(tensors.values());
    }

    /** Tokens at which generation stops: those of {@code config.json} and of {@code generation_config.json}. */
    public Set<Integer> endTokens() {
        return endTokens;
    }

    /** SHA-256 over names, types, shapes and bytes of all parameters in order of name, in hex; reads every byte. */
    public String weightsHash() {
        return WeightsHash.of(tensors.values());
    }

    /** Tokenizer, template and generation files, those that are there. */
    public List<Path> sideFiles() {
        return SideFiles.in(path);
    }

    @Override
    public void close() {
        files.close();
    }
}
