package org.counterpoint.engine.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.weights.gguf.GgufWeights;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The files of a folder that hold weights, and the tensors in them, whichever file they are in: safetensors, or where there
 * are none a GGUF file, whose blocks are kept.
 */
final class WeightFiles implements AutoCloseable {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private final List<SafetensorsFile> files = new ArrayList<>();
    private @Nullable GgufWeights blocks;
    private final Map<String, TensorData> tensors = new LinkedHashMap<>();

    private WeightFiles() {}

    /** @param config what the weights are of */
    static WeightFiles open(Path folder, Architecture config) {
        WeightFiles opened = new WeightFiles();
        boolean sound = false;
        try {
            if (Files.exists(folder.resolve(SINGLE))) {
                opened.add(folder.resolve(SINGLE));
            } else if (Files.exists(folder.resolve(INDEX))) {
                opened.addShards(folder);
            } else if (Files.exists(folder.resolve(GgufWeights.FILE))) {
                GgufWeights blocks = GgufWeights.open(folder.resolve(GgufWeights.FILE), config);
                opened.blocks = blocks;
                opened.tensors.putAll(blocks.tensors());
            } else {
                throw none(folder);
            }
            sound = true;
            return opened;
        } finally {
            if (!sound) {
                opened.close();
            }
        }
    }

    Map<String, TensorData> tensors() {
        return tensors;
    }

    FileLengths lengths() {
        Map<Path, Long> lengths =
                files.stream().collect(Collectors.toMap(SafetensorsFile::path, SafetensorsFile::length));
        if (blocks != null) {
            lengths.put(blocks.path(), blocks.length());
        }
        return new FileLengths(lengths);
    }

    private void add(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        files.add(file);
        for (TensorData tensor : file.tensors().values()) {
            if (tensors.putIfAbsent(tensor.name(), tensor) != null) {
                throw new ModelException(path + ": tensor " + tensor.name() + " is in another shard as well:"
                        + " the folder mixes files of two models");
            }
        }
    }

    private void addShards(Path folder) {
        Path path = folder.resolve(INDEX);
        JsonObject map = JsonObject.read(path)
                .object("weight_map")
                .orElseThrow(() -> new ModelException(path + ": `weight_map` is missing"));
        Map<String, String> shardOf = new TreeMap<>();
        for (String name : map.keys()) {
            shardOf.put(name, shardName(map, name));
        }
        for (String shard : new TreeSet<>(shardOf.values())) {
            if (!Files.isRegularFile(folder.resolve(shard))) {
                throw new ModelException(folder.resolve(shard) + " is missing: " + path.getFileName()
                        + " names it. Fetch the folder again");
            }
            add(folder.resolve(shard));
        }
        check(path, shardOf);
    }

    private void check(Path path, Map<String, String> shardOf) {
        Map<String, String> found = new LinkedHashMap<>();
        for (SafetensorsFile file : files) {
            String shard = String.valueOf(file.path().getFileName());
            file.tensors().keySet().forEach(name -> found.put(name, shard));
        }
        shardOf.forEach((name, shard) -> {
            if (!shard.equals(found.get(name))) {
                throw new ModelException(path + ": tensor " + name + " should be in " + shard + " and is "
                        + (found.containsKey(name) ? "in " + found.get(name) : "nowhere")
                        + ": index and shards are not of the same model");
            }
        });
        found.forEach((name, shard) -> {
            if (!shardOf.containsKey(name)) {
                throw new ModelException(path + " does not name tensor " + name + ", which is in " + shard
                        + ": index and shards are not of the same model");
            }
        });
    }

    /** A shard lies in the folder itself: an index must not lead elsewhere. */
    private static String shardName(JsonObject map, String tensor) {
        JsonNode value = map.node().get(tensor);
        String shard = value.isString() ? value.stringValue() : "";
        if (!shard.matches("[A-Za-z0-9_.-]+\\.safetensors")) {
            throw map.fault(tensor, "the name of a safetensors file in the same folder is needed");
        }
        return shard;
    }

    private static ModelException none(Path folder) {
        for (String old : List.of("pytorch_model.bin", "pytorch_model.bin.index.json")) {
            if (Files.exists(folder.resolve(old))) {
                return new ModelException(
                        folder + " holds its weights as " + old + ", which can run code when it is read,"
                                + " so only safetensors are. Convert it with transformers: "
                                + "AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(FOLDER)");
            }
        }
        return new ModelException(folder + " holds no weights: neither " + SINGLE + " nor " + INDEX + " is there");
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
        if (blocks != null) {
            blocks.close();
        }
    }
}
