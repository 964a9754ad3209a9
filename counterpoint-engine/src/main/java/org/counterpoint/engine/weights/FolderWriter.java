package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.WholeFolder;
import tools.jackson.databind.node.ObjectNode;

/** Writes model folders, whole or not at all. */
public final class FolderWriter {
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private final JsonObject config;
    private final byte[] configBytes;
    private final List<TensorSource> tensors;
    private final long maxShardBytes;
    private final Map<String, byte[]> sideFiles;
    private final Map<String, String> checksums = new TreeMap<>();

    private FolderWriter(
            JsonObject config,
            byte[] configBytes,
            List<TensorSource> tensors,
            long maxShardBytes,
            Map<String, byte[]> sideFiles) {
        this.config = config;
        this.configBytes = configBytes;
        this.tensors = tensors;
        this.maxShardBytes = maxShardBytes;
        this.sideFiles = sideFiles;
    }

    /**
     * Writes a folder.
     *
     * @param configFile where the config was read, for messages
     * @param configBytes what it held
     * @param sideFiles further files by name
     * @return SHA-256 of every file by name
     */
    public static Map<String, String> write(
            Path target,
            Path configFile,
            byte[] configBytes,
            List<TensorSource> tensors,
            long maxShardBytes,
            Map<String, byte[]> sideFiles)
            throws IOException {
        if (Files.exists(target)) {
            throw new ModelException(target + " exists: name a new folder, or remove it");
        }
        JsonObject config = JsonObject.parse(configFile, configBytes);
        FolderWriter writer = new FolderWriter(config, configBytes, inOrder(config, tensors), maxShardBytes, sideFiles);
        WholeFolder.create(target, writer.totalBytes(), writer::fill);
        return writer.checksums;
    }

    /** What is given, in the order of the names, if it is what the config asks for. */
    private static List<TensorSource> inOrder(JsonObject config, List<TensorSource> tensors) {
        Map<String, TensorSource> byName = tensors.stream().collect(Collectors.toMap(TensorSource::name, t -> t));
        List<TensorSource> ordered = new ArrayList<>();
        for (ExpectedTensor expected : ExpectedTensor.of(Architecture.parse(config))) {
            TensorSource tensor = byName.remove(expected.name());
            if (tensor == null
                    || !Arrays.stream(tensor.shape()).boxed().toList().equals(expected.shape())) {
                throw new IllegalArgumentException("tensor " + expected.name() + " of shape " + expected.shape()
                        + " is to be written, and is not given");
            }
            if (!tensor.dtype().servesAsWeights()) {
                throw new IllegalArgumentException("weights cannot be " + tensor.dtype() + ": " + tensor.name());
            }
            ordered.add(tensor);
        }
        if (!byName.isEmpty()) {
            throw new IllegalArgumentException("the config has no tensors " + byName.keySet());
        }
        return ordered;
    }

    private long totalBytes() {
        return tensors.stream().mapToLong(TensorSource::byteSize).sum();
    }

    private void fill(Path folder) throws IOException {
        writeWeights(folder);
        put(folder, ModelFolder.CONFIG, typedConfig());
        for (Map.Entry<String, byte[]> file : sideFiles.entrySet()) {
            put(folder, file.getKey(), file.getValue());
        }
    }

    private void put(Path folder, String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
        checksums.put(name, Checksums.hex(bytes));
    }

    /** The source's bytes where nothing changes: numbers keep their spelling. */
    private byte[] typedConfig() {
        String torchName = tensors.get(0).dtype().torchName();
        ObjectNode changed = config.node().deepCopy();
        boolean named = false;
        for (String key : List.of("dtype", "torch_dtype")) {
            if (changed.has(key)) {
                changed.put(key, torchName);
                named = true;
            }
        }
        if (!named) {
            changed.put("torch_dtype", torchName);
        }
        return changed.equals(config.node()) ? configBytes : JsonObject.pretty(changed);
    }

    private void writeWeights(Path folder) throws IOException {
        List<List<TensorSource>> shards = shards();
        if (shards.size() == 1) {
            writeShard(folder, WeightFiles.SINGLE, shards.get(0));
            return;
        }
        ObjectNode index = JsonObject.MAPPER.createObjectNode();
        index.putObject("metadata").put("total_size", totalBytes());
        ObjectNode map = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String name = String.format("model-%05d-of-%05d.safetensors", i + 1, shards.size());
            writeShard(folder, name, shards.get(i));
            shards.get(i).forEach(tensor -> map.put(tensor.name(), name));
        }
        put(folder, WeightFiles.INDEX, JsonObject.pretty(index));
    }

    private void writeShard(Path folder, String name, List<TensorSource> shard) throws IOException {
        checksums.put(name, SafetensorsWriter.write(folder.resolve(name), shard, METADATA));
    }

    /** Runs of tensors that fit; one that does not fit alone is alone. */
    private List<List<TensorSource>> shards() {
        List<List<TensorSource>> shards = new ArrayList<>();
        long room = 0;
        for (TensorSource tensor : tensors) {
            if (shards.isEmpty() || tensor.byteSize() > room) {
                shards.add(new ArrayList<>());
                room = maxShardBytes;
            }
            shards.get(shards.size() - 1).add(tensor);
            room -= tensor.byteSize();
        }
        return shards;
    }
}
