package org.counterpoint.engine.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.weights.AdapterWriter;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorSource;
import org.jspecify.annotations.Nullable;

/** A model that is a base with an adapter: what of it is written, and what must stay as it is on the disk. */
final class Adaptation {
    private final Adapters adapters;
    private final Path base;
    private final Map<String, byte[]> sideFiles;
    private @Nullable String baseHash;

    /**
     * @param base the base's folder
     * @param sideFiles tokenizer, template and generation files, to be written beside the adapter
     */
    Adaptation(Adapters adapters, Path base, Map<String, byte[]> sideFiles) {
        this.adapters = adapters;
        this.base = base;
        this.sideFiles = sideFiles;
    }

    Adapters adapters() {
        return adapters;
    }

    /** Writes the adapter. */
    Map<String, String> write(Path target, List<TensorSource> tensors, @Nullable String chatTemplate)
            throws IOException {
        String hash = baseHash;
        if (hash == null) {
            try (ModelFolder again = ModelFolder.open(base)) {
                hash = again.weightsHash();
            }
            baseHash = hash;
        }
        return AdapterWriter.write(target, adapters.config(), base, hash, sideFiles, tensors, chatTemplate);
    }
}
