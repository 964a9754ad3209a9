package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.arch.TensorNames;
import org.counterpoint.engine.weights.gguf.GgufWeights;
import org.counterpoint.engine.weights.quant.QuantisedMatrix;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.HashMemory;
import org.counterpoint.store.Version;
import org.jspecify.annotations.Nullable;

/**
 * A Hugging Face model folder open for reading: its config and every tensor by name, over one file or
 * shards. Opening checks that exactly the tensors the config asks for are there, with the right shapes and a
 * type that serves as weights. Matrices in bitsandbytes' NF4 or in the blocks of a GGUF file are the numbers that they stand
 * for. A folder with a LoRA adapter opens as the model that it makes of its base: adapted
 * weights are W + scale * B A in fp32, made as they are read.
 */
public final class ModelFolder implements ModelTensors, AutoCloseable {
    static final String CONFIG = "config.json";

    private final Path path;
    private final Architecture config;
    private final WeightFiles files;
    private final Map<String, TensorData> tensors;
    /** As they lie in files: of an adapter, its base's and its own. */
    private final Collection<TensorData> stored;
    /** Of the files that hold them, as they were opened. */
    private final HashMemory.State state;

    private final @Nullable AdapterFolder adapter;
    /** The folder of what is not the adapter's own; without an adapter, of everything. */
    private final Path base;

    private final DType dtype;
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
        this.stored = tensors.values();
        this.state = state(files.lengths().bytes().keySet());
        this.adapter = null;
        this.base = path;
        this.dtype = TensorCheck.commonType(tensors.values());
        this.endTokens = endTokens(path, config);
        this.sideFiles = SideFiles.read(path);
    }

    /** The base with an adapter; closes both. */
    private ModelFolder(ModelFolder base, AdapterFolder adapter) {
        boolean scores = adapter.config().scores();
        this.path = adapter.path();
        this.configBytes = scores ? ClassifierConfig.of(base.path.resolve(CONFIG), base.configBytes) : base.configBytes;
        this.config = Architecture.parse(JsonObject.parse(base.path.resolve(CONFIG), configBytes));
        this.files = base.files;
        this.tensors = MergedTensors.of(base, adapter, config);
        List<TensorData> both = new ArrayList<>(base.stored);
        both.addAll(adapter.tensors().values());
        this.stored = both;
        Set<Path> all = new HashSet<>(base.lengths().bytes().keySet());
        all.add(adapter.weightsFile());
        this.state = state(all);
        this.adapter = adapter;
        this.base = base.path;
        this.dtype = base.dtype;
        this.sideFiles = new TreeMap<>(base.sideFiles);
        sideFiles.putAll(SideFiles.read(path));
        this.endTokens = base.endTokens;
    }

    /**
     * Opens a folder.
     *
     * @throws ModelException if it is not a sound model of a supported family
     */
    public static ModelFolder open(Path folder) {
        return open(folder, null);
    }

    /**
     * The same.
     *
     * @param adapterBase where the base of a folder with an adapter is; null for where the adapter says
     */
    public static ModelFolder open(Path folder, @Nullable Path adapterBase) {
        if (AdapterFolder.isOne(folder)) {
            return openAdapter(folder, adapterBase);
        }
        ModelPlace.require(folder);
        Path configFile = folder.resolve(CONFIG);
        byte[] stored = JsonObject.bytes(configFile);
        JsonObject json = JsonObject.parse(configFile, stored);
        boolean quantised = BitsAndBytes.isOne(json);
        byte[] configBytes = quantised ? BitsAndBytes.dequantised(json) : stored;
        Architecture config = Architecture.parse(JsonObject.parse(configFile, configBytes));
        WeightFiles files = WeightFiles.open(folder, config);
        boolean sound = false;
        try {
            Map<String, TensorData> found = quantised ? BitsAndBytes.read(folder, files.tensors()) : files.tensors();
            Map<String, TensorData> tensors = TensorCheck.select(folder, config, found);
            ModelFolder opened = new ModelFolder(folder, configBytes, config, files, tensors);
            sound = true;
            return opened;
        } finally {
            if (!sound) {
                files.close();
            }
        }
    }

    private static ModelFolder openAdapter(Path folder, @Nullable Path given) {
        AdapterFolder adapter = AdapterFolder.open(folder);
        ModelFolder base = null;
        boolean sound = false;
        try {
            base = open(adapter.base(given));
            adapter.requireBase(base);
            ModelFolder opened = new ModelFolder(base, adapter);
            sound = true;
            return opened;
        } finally {
            if (!sound) {
                adapter.close();
                if (base != null) {
                    base.close();
                }
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

    @Override
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

    @Override
    public TensorRows rows(List<String> names) {
        return new TensorRows(path, names.stream().map(this::tensor).toList());
    }

    @Override
    public Optional<WholeRows> wholes(List<String> names) {
        return GgufWeights.wholes(names.stream().map(this::tensor).toList());
    }

    /** The type of most of the weights. */
    public DType dtype() {
        return dtype;
    }

    /** The lengths of the files that hold the weights. */
    public FileLengths lengths() {
        return files.lengths();
    }

    /** The adapter, of a folder that holds one. */
    Optional<AdapterFolder> adapter() {
        return Optional.ofNullable(adapter);
    }

    /**
     * What the adapter adds, by the name of the weight.
     *
     * @throws IllegalStateException if this is none
     */
    public Map<String, LowRankFactors> factors() {
        AdapterFolder own = adapter().orElseThrow(() -> new IllegalStateException(path + " is no adapter"));
        Map<String, LowRankFactors> all = new LinkedHashMap<>();
        own.contents(config).factors().forEach((name, factors) -> {
            float[] b = own.values(factors.b());
            for (int i = 0; i < b.length; i++) {
                b[i] *= (float) factors.module().scale();
            }
            all.put(name, new LowRankFactors(factors.module().rank(), own.values(factors.a()), b));
        });
        return all;
    }

    /** Of an adapter, the folder of its base; of any other, its own. */
    public Path basePath() {
        return base;
    }

    /** Its quantised matrices, of an adapter its base's, as they lie in their files. */
    public List<QuantisedMatrix> quantised() {
        return stored.stream()
                .filter(DequantisedTensor.class::isInstance)
                .map(tensor -> ((DequantisedTensor) tensor).matrix())
                .toList();
    }

    /** Whether this is an adapter with its base. */
    public boolean isAdapter() {
        return adapter != null;
    }

    /** Tokens at which generation stops: those of {@code config.json} and of {@code generation_config.json}. */
    public Set<Integer> endTokens() {
        return endTokens;
    }

    /** SHA-256 of the config and, of an adapter, of its configuration, in hex. */
    public String configHash() {
        String own = Checksums.hex(configBytes);
        return adapter == null
                ? own
                : Checksums.hex((own + adapter.config().identity()).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * SHA-256 over names, types, shapes and bytes of all parameters in order of name, in hex; reads every byte, or has it as
     * {@link HashMemory} does.
     */
    public String weightsHash() {
        return remembered("weights", () -> WeightsHash.of(stored, (tensor, at, piece) -> {}));
    }

    /**
     * The same, and {@link #checkFinite}, from one reading.
     *
     * @throws ModelException naming a tensor that holds NaN or infinity
     */
    public String checkedWeightsHash() {
        return remembered("finite weights", () -> WeightsHash.of(stored, new FiniteCheck(path)));
    }

    /** What a config says of weights, and the program makes of them, is part of what is hashed. */
    private String remembered(String kind, HashMemory.Reading reading) {
        try {
            return HashMemory.here().of(String.join(" ", kind, configHash(), Version.current()), state, reading);
        } catch (IOException e) {
            throw new ModelException(path + " cannot be read: " + e, e);
        }
    }

    private static HashMemory.State state(Collection<Path> files) {
        try {
            return HashMemory.state(files);
        } catch (IOException e) {
            throw new ModelException("a file of weights cannot be read: " + e, e);
        }
    }

    /**
     * Reads every weight.
     *
     * @throws ModelException naming the first tensor that holds NaN or infinity
     */
    public void checkFinite() {
        FiniteCheck.check(path, stored);
    }

    /** The bytes of {@link #sideFiles}, by their names relative to the folder. */
    public Map<String, byte[]> sideFileBytes() {
        return Collections.unmodifiableMap(sideFiles);
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
        if (adapter != null) {
            adapter.close();
        }
        files.close();
    }
}
