package org.counterpoint.engine.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.adapter.AdaptedModule;
import org.counterpoint.engine.adapter.AdapterConfig;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.arch.TensorNames;
import org.counterpoint.engine.weights.gguf.GgufWeights;
import org.counterpoint.store.hub.HubCache;
import org.counterpoint.store.hub.HubException;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.store.hub.HubName;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a LoRA adapter in PEFT's form, open for reading: its configuration and, for every layer that it is on, A
 * and B. The base lies elsewhere.
 */
public final class AdapterFolder implements AutoCloseable {
    static final String WEIGHTS = "adapter_model.safetensors";
    /** In the metadata of the tensors' file: the hash of the base that the adapter was learnt on. */
    static final String BASE_HASH = "base_weights_sha256";

    /** Weights of a whole model, beside which an adapter's configuration says nothing. */
    private static final List<String> WHOLE = List.of(
            WeightFiles.SINGLE,
            WeightFiles.INDEX,
            GgufWeights.FILE,
            "pytorch_model.bin",
            "pytorch_model.bin.index.json");

    private final Path path;
    private final AdapterConfig config;
    private final SafetensorsFile file;

    private AdapterFolder(Path path, AdapterConfig config, SafetensorsFile file) {
        this.path = path;
        this.config = config;
        this.file = file;
    }

    /** Whether a folder holds an adapter and not a whole model. */
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(AdapterConfig.FILE))
                && WHOLE.stream().noneMatch(name -> Files.exists(folder.resolve(name)));
    }

    /**
     * Where a model's tokenizer lies: in its folder or, of an adapter that has none, in its base's.
     *
     * @param base of an adapter; null for where the adapter says
     */
    public static Path withTokenizer(Path folder, @Nullable Path base) {
        if (!isOne(folder) || Files.isRegularFile(folder.resolve("tokenizer.json"))) {
            return folder;
        }
        try (AdapterFolder adapter = open(folder)) {
            return adapter.base(base);
        }
    }

    /** @throws ModelException if it holds no sound adapter of a kind that is computed here */
    public static AdapterFolder open(Path folder) {
        AdapterConfig config = AdapterConfig.read(folder.resolve(AdapterConfig.FILE));
        Path weights = folder.resolve(WEIGHTS);
        if (!Files.exists(weights) && Files.exists(folder.resolve("adapter_model.bin"))) {
            throw new ModelException(folder + " holds its weights as adapter_model.bin, which can run code when it is"
                    + " read, so only safetensors are. Save it with PEFT's save_pretrained");
        }
        if (!Files.exists(weights)) {
            throw new ModelException(weights + " is missing: " + folder + " holds an adapter's configuration ("
                    + AdapterConfig.FILE + ") without its weights"
                    + "\n  copy or download the adapter whole, or save it anew with PEFT's save_pretrained");
        }
        return new AdapterFolder(folder, config, SafetensorsFile.open(weights));
    }

    /** What an adapter's configuration calls its base, a folder or a name; empty where it does not say. */
    public static Optional<String> baseName(Path folder) {
        return AdapterConfig.read(folder.resolve(AdapterConfig.FILE)).base();
    }

    public Path path() {
        return path;
    }

    public AdapterConfig config() {
        return config;
    }

    /** Tokenizer, template and generation files that lie with the adapter, by their names relative to the folder. */
    public Map<String, byte[]> sideFileBytes() {
        return SideFiles.read(path);
    }

    /** @throws ModelException if this adapter was learnt on other weights than these */
    public void requireBase(ModelFolder base) {
        Optional<String> hash = baseHash();
        if (hash.isPresent() && !hash.get().equals(base.weightsHash())) {
            throw new ModelException(path + " was learnt on another base than " + base.path()
                    + ": the weights there are not those that it names (by their SHA-256)"
                    + "\n  give the folder of those weights, in adapter_config.json or with --base DIR");
        }
    }

    /** The base's hash, where whoever wrote the adapter left it. */
    public Optional<String> baseHash() {
        return Optional.ofNullable(file.metadata().get(BASE_HASH));
    }

    /**
     * The base's folder: as its configuration names it, a path (absolute, or from the adapter's folder) or a model of the
     * Hub that lies in this machine's cache.
     *
     * @param given in its place, where it is not null
     * @throws ModelException if it is not there, or is an adapter itself
     */
    public Path base(@Nullable Path given) {
        Path base = given != null ? given : namedBase();
        if (isOne(base)) {
            throw new ModelException(path + ": its base " + base + " is an adapter itself: merge that first"
                    + " (counterpoint model merge)");
        }
        return base;
    }

    private Path namedBase() {
        String name = config.base()
                .orElseThrow(() -> new ModelException(config.file()
                        + ": `base_model_name_or_path` is missing: write the base's folder there, or give --base DIR"
                        + " where a command takes it"));
        Path base = path.resolve(name).normalize();
        if (Files.isDirectory(base)) {
            return base;
        }
        return cached(name)
                .orElseThrow(() -> new ModelException(config.file() + ": the base " + name
                        + " is neither a folder nor a model in the local Hugging Face cache: write its"
                        + " folder there, or give --base DIR where a command takes it"));
    }

    private static Optional<Path> cached(String name) {
        try {
            return HubName.read(HubKind.MODEL, name).flatMap(HubCache.of(System.getenv())::find);
        } catch (HubException e) {
            throw new ModelException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * An adapted layer's tensors.
     *
     * @param a [r, in]
     * @param b [out, r]
     */
    public record Factors(AdaptedModule module, TensorData a, TensorData b) {}

    /**
     * What is learnt, held against the base.
     *
     * @param factors by the name of the base's weight that they are added to
     * @param score of a sequence classifier, its head
     */
    public record Contents(
            Map<String, Factors> factors, @Nullable TensorData score) {}

    /** @throws ModelException if tensors are missing, are left over, or do not fit the base's shapes */
    public Contents contents(Architecture base) {
        TreeSet<String> left = new TreeSet<>(file.tensors().keySet());
        Map<String, Factors> byWeight = new LinkedHashMap<>();
        Map<String, ExpectedTensor> weights = LinearLayers.of(base);
        for (AdaptedModule module : config.modules(List.copyOf(weights.keySet()), LinearLayers.withoutAdapters())) {
            List<Long> shape =
                    Objects.requireNonNull(weights.get(module.name())).shape();
            TensorData a = tensor(left, module.nameOfA(), module.rank(), shape.get(1));
            TensorData b = tensor(left, module.nameOfB(), shape.get(0), module.rank());
            byWeight.put(module.name() + ".weight", new Factors(module, a, b));
        }
        String head = AdaptedModule.whole(TensorNames.SCORE);
        TensorData score = config.scores() ? tensor(left, head, 1, base.hiddenSize()) : null;
        if (!left.isEmpty()) {
            throw new ModelException(file.path() + " holds " + left.first()
                    + ", which its configuration does not ask for: the two do not belong together");
        }
        return new Contents(byWeight, score);
    }

    private TensorData tensor(TreeSet<String> left, String name, long... shape) {
        TensorData tensor = file.tensors().get(name);
        if (tensor == null) {
            throw new ModelException(file.path() + " lacks " + name + ", which " + AdapterConfig.FILE + " asks for"
                    + KeyPrefix.ofAdapter(file.tensors().keySet())
                            .map(prefix -> ": " + prefix.words())
                            .orElse(""));
        }
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new ModelException(file.path() + ": " + name + " has the shape " + Arrays.toString(tensor.shape())
                    + ", the base and the rank ask for " + Arrays.toString(shape)
                    + ": this adapter is of another base");
        }
        if (!tensor.dtype().servesAsWeights()) {
            throw new ModelException(
                    file.path() + ": " + name + " is " + tensor.dtype() + ": only F32, F16 and BF16 are supported");
        }
        left.remove(name);
        return tensor;
    }

    /** All numbers of a tensor of this folder; what is not finite is refused. */
    public float[] values(TensorData tensor) {
        return new TensorRows(path, List.of(tensor)).all();
    }

    /** The file of all tensors. */
    Path weightsFile() {
        return file.path();
    }

    /** All tensors. */
    Map<String, TensorData> tensors() {
        return file.tensors();
    }

    @Override
    public void close() {
        file.close();
    }
}
