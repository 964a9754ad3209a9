package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.ModelException;
import org.jspecify.annotations.Nullable;

/** Writes the whole model that an adapter makes of its base: W + scale * B A, computed in fp32. */
public final class ModelMerge {
    private ModelMerge() {}

    /**
     * Writes a model folder.
     *
     * @param adapter a folder with an adapter
     * @param base its base's folder; null for where the adapter says
     * @param target must not exist
     * @param dtype what weights are stored as; null for the type of most of the base's
     * @return SHA-256 in hex of every file, by name
     * @throws ModelException if the adapter or its base is not sound, or a weight is too large for the type
     */
    public static Map<String, String> write(
            Path adapter, @Nullable Path base, Path target, @Nullable DType dtype, long maxShardBytes)
            throws IOException {
        if (!AdapterFolder.isOne(adapter)) {
            throw new ModelException(
                    adapter + " is no adapter (it has no adapter_config.json): there is nothing to merge");
        }
        try (ModelFolder merged = ModelFolder.open(adapter, base)) {
            DType stored = dtype == null ? merged.dtype() : dtype;
            List<TensorSource> tensors = merged.tensors().values().stream()
                    .map(tensor -> TensorSource.of(tensor).as(stored))
                    .toList();
            return merged.config().labels() > 0
                    ? ModelFolder.writeClassifier(target, merged, tensors, maxShardBytes, null)
                    : ModelFolder.write(target, merged, tensors, maxShardBytes, null);
        }
    }
}
