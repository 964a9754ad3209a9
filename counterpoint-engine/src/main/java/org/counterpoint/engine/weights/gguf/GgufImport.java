package org.counterpoint.engine.weights.gguf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.FolderWriter;
import org.counterpoint.engine.weights.HalfFloats;
import org.counterpoint.engine.weights.TensorSource;
import org.counterpoint.store.WholeFolder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A model folder from a GGUF file: config, weights, tokenizer, chat template, end tokens. */
public final class GgufImport {
    private static final String TEMPLATE = "tokenizer.chat_template";

    private final GgufFile file;
    private final Path path;

    private GgufImport(GgufFile file) {
        this.file = file;
        this.path = file.metadata().file();
    }

    /**
     * Writes a new model folder.
     *
     * @param target must not exist
     * @param dtype what the weights are stored as: F32, F16 or BF16; null: F16 or BF16 where that keeps every number of
     *     the file, else F32
     * @return SHA-256 in hex of every file, by name
     * @throws ModelException if the file cannot be read or is of a kind that is not, or {@code target} exists
     */
    public static Map<String, String> write(Path gguf, Path target, @Nullable DType dtype, long maxShardBytes)
            throws IOException {
        if (dtype != null && !dtype.servesAsWeights()) {
            throw new ModelException("weights cannot be stored as " + dtype + ": choose F32, F16 or BF16");
        }
        try (GgufFile file = GgufFile.open(gguf)) {
            return new GgufImport(file).write(target, dtype, maxShardBytes);
        }
    }

    /** Puts a GGUF file's weights into a folder under a name. */
    @FunctionalInterface
    public interface Blocks {
        void put(Path gguf, Path named) throws IOException;
    }

    /**
     * Writes a new model folder whose weights stay in their blocks, in the GGUF file itself beside what it says otherwise.
     *
     * @param target must not exist
     * @param blocks copies the file, or links to it
     * @return the files' names
     * @throws ModelException if the file cannot be read or is of a kind that is not, or {@code target} exists
     */
    public static List<String> keep(Path gguf, Path target, Blocks blocks) throws IOException {
        if (Files.exists(target)) {
            throw new ModelException(target + " exists: name a new folder, or remove it");
        }
        try (GgufFile file = GgufFile.open(gguf)) {
            return new GgufImport(file).keep(target, blocks);
        }
    }

    private List<String> keep(Path target, Blocks blocks) throws IOException {
        byte[] config = JsonObject.pretty(ImportedConfig.of(file));
        Architecture parsed = Architecture.parse(JsonObject.parse(path, config));
        GgufWeights.of(file, parsed);
        Map<String, byte[]> files = new TreeMap<>(sideFiles(parsed.vocabulary().size()));
        files.put("config.json", config);
        WholeFolder.create(target, 0, folder -> {
            for (Map.Entry<String, byte[]> side : files.entrySet()) {
                Path into = folder.resolve(side.getKey());
                Files.createDirectories(into.resolveSibling("."));
                Files.write(into, side.getValue(), StandardOpenOption.CREATE_NEW);
            }
            blocks.put(path, folder.resolve(GgufWeights.FILE));
        });
        List<String> names = new ArrayList<>(files.keySet());
        names.add(GgufWeights.FILE);
        return names;
    }

    private Map<String, String> write(Path target, @Nullable DType dtype, long maxShardBytes) throws IOException {
        byte[] config = JsonObject.pretty(ImportedConfig.of(file));
        Architecture parsed = Architecture.parse(JsonObject.parse(path, config));
        Map<String, byte[]> sideFiles = sideFiles(parsed.vocabulary().size());
        DType stored = dtype == null ? lossless(parsed) : dtype;
        List<TensorSource> weights = GgufWeights.of(file, parsed).values().stream()
                .map(tensor -> TensorSource.of(tensor).as(stored))
                .toList();
        return FolderWriter.write(target, path, config, weights, maxShardBytes, sideFiles);
    }

    /** The type of the matrices, if they have one of 16 bits in common and the rest survives in it. */
    private DType lossless(Architecture parsed) {
        for (DType half : List.of(DType.F16, DType.BF16)) {
            float added = GgufArchitecture.addedToNorms(parsed);
            boolean holds = file.tensors().values().stream()
                    .filter(tensor -> !tensor.name().startsWith("rope_"))
                    .allMatch(tensor -> tensor.type().name().equals(half.name())
                            || tensor.type() == TensorType.F32
                                    && tensor.shape().size() == 1
                                    && survives(tensor, half, added));
            if (holds) {
                return half;
            }
        }
        return DType.F32;
    }

    private static boolean survives(GgufFile.Tensor tensor, DType half, float added) {
        for (float stored : tensor.all()) {
            float value = tensor.name().endsWith("norm.weight") ? stored - added : stored;
            float kept = half == DType.F16
                    ? HalfFloats.fromF16(HalfFloats.toF16(value))
                    : Float.intBitsToFloat(HalfFloats.toBf16(value) << Short.SIZE);
            if (kept != value) {
                return false;
            }
        }
        return true;
    }

    private Map<String, byte[]> sideFiles(int vocabulary) {
        Metadata metadata = file.metadata();
        Tokens tokens = Tokens.read(metadata);
        if (tokens.size() > vocabulary) {
            throw metadata.fault(
                    "tokenizer.ggml.tokens",
                    "has " + tokens.size() + " tokens, the embedding " + vocabulary + " rows: the file is damaged");
        }
        Map<String, byte[]> files = new TreeMap<>();
        files.put("tokenizer.json", JsonObject.pretty(ImportedTokenizer.of(metadata, tokens)));
        files.put("tokenizer_config.json", JsonObject.pretty(ImportedTokenizer.config(metadata, tokens)));
        files.put("generation_config.json", JsonObject.pretty(generation(metadata, tokens)));
        metadata.text(TEMPLATE).ifPresent(text -> files.put("chat_template.jinja", utf8(text)));
        for (String key : metadata.keys()) {
            if (key.startsWith(TEMPLATE + ".")) {
                String name = key.substring(TEMPLATE.length() + 1);
                if (!name.matches("[A-Za-z0-9_-]+")) {
                    throw metadata.fault(key, "names a template with characters that no file's name should have");
                }
                files.put(
                        "additional_chat_templates/" + name + ".jinja",
                        utf8(metadata.text(key).orElse("")));
            }
        }
        return files;
    }

    /** The end of a text, of a turn and of a message: an answer is over at each. */
    private static ObjectNode generation(Metadata metadata, Tokens tokens) {
        ObjectNode generation = JsonObject.MAPPER.createObjectNode();
        tokens.id(metadata, "tokenizer.ggml.bos_token_id").ifPresent(id -> generation.put("bos_token_id", id));
        tokens.id(metadata, "tokenizer.ggml.padding_token_id").ifPresent(id -> generation.put("pad_token_id", id));
        Set<Integer> ends = new TreeSet<>();
        for (String role : List.of("eos", "eot", "eom")) {
            tokens.id(metadata, "tokenizer.ggml." + role + "_token_id").ifPresent(ends::add);
        }
        if (!ends.isEmpty()) {
            ArrayNode ids = generation.putArray("eos_token_id");
            ends.forEach(id -> ids.add(id));
        }
        return generation;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
