package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.adapter.AdapterConfig;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.WholeFolder;
import org.jspecify.annotations.Nullable;

/** Writes adapter folders as PEFT does, whole or not at all. */
public final class AdapterWriter {
    private AdapterWriter() {}

    /**
     * Writes an adapter beside tokenizer, template and generation files.
     *
     * @param target must not exist; its parent is made
     * @param base the model that it was learnt on, by its absolute path
     * @param baseHash of {@code base}'s weights: another base will be refused
     * @param sideFiles tokenizer, template and generation files by name
     * @param tensors under PEFT's names
     * @param chatTemplate takes the place of their template, where given
     * @return SHA-256 in hex of every file, by its name
     * @throws ModelException if {@code target} exists
     * @throws IOException if it cannot be written, which leaves nothing behind
     */
    public static Map<String, String> write(
            Path target,
            AdapterConfig config,
            Path base,
            String baseHash,
            Map<String, byte[]> sideFiles,
            List<TensorSource> tensors,
            @Nullable String chatTemplate)
            throws IOException {
        if (Files.exists(target)) {
            throw new ModelException(target + " exists: name a new folder, or remove it");
        }
        Map<String, byte[]> files =
                new TreeMap<>(chatTemplate == null ? sideFiles : SideFiles.withTemplate(sideFiles, base, chatTemplate));
        files.put(AdapterConfig.FILE, config.bytes(base));
        long bytes = tensors.stream().mapToLong(TensorSource::byteSize).sum();
        Map<String, String> checksums = new TreeMap<>();
        WholeFolder.create(target, bytes, folder -> {
            Map<String, String> metadata = Map.of("format", "pt", AdapterFolder.BASE_HASH, baseHash);
            checksums.put(
                    AdapterFolder.WEIGHTS,
                    SafetensorsWriter.write(folder.resolve(AdapterFolder.WEIGHTS), tensors, metadata));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue(), StandardOpenOption.CREATE_NEW);
                checksums.put(file.getKey(), Checksums.hex(file.getValue()));
            }
        });
        return checksums;
    }
}
