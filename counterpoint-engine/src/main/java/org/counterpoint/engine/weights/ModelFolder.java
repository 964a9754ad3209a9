package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.arch.TensorNames;
import org.jspecify.annotations.Nullable;

/**
 * A Hugging Face model folder open for reading: its config and every tensor by name, over one file or
 * shards. Opening checks that exactly the tensors the config asks for are there, with the right shapes and a
 * type that serves as weights.
 */
public final class ModelFolder implements AutoCloseable {
    static final String CONFIG = "config.json";

    private final Path path;
    private final Architecture config;
    private final WeightFiles files;
    private final Map<String, TensorData> tensors;
    private final Set<Integer> endTokens;
    private final byte[] configBytes;
    private final Map<String, byte[]> sideFiles;

    private ModelFolder(
            Path path, byte[] configBytes, Architecture config, WeightFiles files, Map<String, TensorData> tensors) {
        this.path = path;
        this.configBytes = configBytes;
        this.config = config;
        this.files = files;
        this.tensors = tensors;
        this.endTokens = endTokens(path, config);
        this.sideFiles = SideFiles.read(path);
    }

    /**
     * Opens a folder.
     *
     * @throws ModelException if it is not a sound model of a supported family
     */
    public static ModelFolder open(Path folder) {
        ModelPlace.require(folder);
        Path configFile = folder.resolve(CONFIG);
        byte[] configBytes = JsonObject.bytes(configFile);
        Architecture config = Architecture.parse(JsonObject.parse(configFile, configBytes));
        WeightFiles files = WeightFiles.open(folder);
        boolean sound = false;
        try {
            Map<String, TensorData> tensors = TensorCheck.select(folder, config, files.tensors());
            ModelFolder opened = new ModelFolder(folder, configBytes, config, files, tensors);
            sound = true;
            return opened;
        } finally {
            if (!sound) {
                files.close();
            }
        }
    }

    private static Set<Integer> endTokens(Path folder, Architecture config) {
        Set<Integer> tokens = new LinkedHashSet<>(config.vocabulary().endTokens());
        Path generation = folder.resolve("generation_config.json");
        if (Files.exists(generation)) {
            tokens.addAll(JsonObject.read(generation)
                    .wholeNumbers("eos_token_id", 0, config.vocabulary().size() - 1));
        }
        return Set.copyOf(tokens);
    }

    public Path path() {
        return path;
    }

    public Architecture config() {
        return config;
    }

    /** Every parameter of {@link ExpectedTensor#of}, in its order. */
    public Map<String, TensorData> tensors() {
        return tensors;
    }

    /** One parameter by its name in {@link ExpectedTensor#of}. */
    public TensorData tensor(String name) {
        TensorData tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter " + name + " in " + path);
        }
        return tensor;
    }

    /** Parameters by their names in {@link ExpectedTensor#of}, stacked along their first dimension. */
    public TensorRows rows(List<String> names) {
        return new TensorRows(path, names.stream().map(this::tensor).toList());
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

    /**
     * Reads every weight.
     *
     * @throws ModelException naming the first tensor that holds NaN or infinity
     */
    public void checkFinite() {
        FiniteCheck.check(path, tensors.values());
    }

    /** Tokenizer, template and generation files, those that were there when the folder was opened. */
    public List<Path> sideFiles() {
        return sideFiles.keySet().stream().map(path::resolve).toList();
    }

    /**
     * Writes a model of the same config beside its tokenizer, template and generation files: whole or not at
     * all, and forced to disk. {@code config.json} is kept but for the type of the weights.
     *
     * @param target must not exist; its parent is made
     * @param like where everything but the weights comes from, as it was when it was opened: the folder itself
     *     may be gone by now, and {@code like} closed
     * @param tensors those of {@link ExpectedTensor#of}, in any order
     * @param maxShardBytes weights that take more go into several files
     * @param chatTemplate takes the place of the template of {@code like}, where given
     * @return SHA-256 in hex of every file, by its name relative to {@code target}
     * @throws ModelException if {@code target} exists
     * @throws IOException if it cannot be written, which leaves nothing behind
     */
    public static Map<String, String> write(
            Path target,
            ModelFolder like,
            List<TensorSource> tensors,
            long maxShardBytes,
            @Nullable String chatTemplate)
            throws IOException {
        return write(target, like, like.configBytes, tensors, maxShardBytes, chatTemplate);
    }

    /**
     * The same as a {@code ...ForSequenceClassification} with one label, whatever {@code like} is.
     *
     * @param tensors those of the layers, and {@link TensorNames#SCORE} in the output projection's place
     */
    public static Map<String, String> writeClassifier(
            Path target,
            ModelFolder like,
            List<TensorSource> tensors,
            long maxShardBytes,
            @Nullable String chatTemplate)
            throws IOException {
        byte[] config = ClassifierConfig.of(like.path.resolve(CONFIG), like.configBytes);
        return write(target, like, config, tensors, maxShardBytes, chatTemplate);
    }

    private static Map<String, String> write(
            Path target,
            ModelFolder like,
            byte[] config,
            List<TensorSource> tensors,
            long maxShardBytes,
            @Nullable String chatTemplate)
            throws IOException {
        Map<String, byte[]> sideFiles =
                chatTemplate == null ? like.sideFiles : SideFiles.withTemplate(like.sideFiles, like.path, chatTemplate);
        return FolderWriter.write(target, like.path.resolve(CONFIG), config, tensors, maxShardBytes, sideFiles);
    }

    @Override
    public void close() {
        files.close();
    }
}
