package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
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
                    .map(tensor -> stored(merged, tensor, stored))
                    .toList();
            return merged.config().labels() > 0
                    ? ModelFolder.writeClassifier(target, merged, tensors, maxShardBytes, null)
                    : ModelFolder.write(target, merged, tensors, maxShardBytes, null);
        }
    }

    private static TensorSource stored(ModelFolder folder, TensorData tensor, DType dtype) {
        if (tensor.dtype() == dtype) {
            return TensorSource.of(tensor);
        }
        TensorRows rows = folder.rows(List.of(tensor.name()));
        TensorRows.Reader reader = rows.reader();
        float[] row = new float[rows.width()];
        return new TensorSource(tensor.name(), dtype, tensor.shape(), (offset, into) -> {
            long at = offset / dtype.bytes();
            while (into.hasRemaining()) {
                int from = (int) (at % row.length);
                int count = Math.min(row.length - from, into.remaining() / dtype.bytes());
                reader.read((int) (at / row.length), row);
                for (int i = from; i < from + count; i++) {
                    put(into, row[i], dtype, tensor.name());
                }
                at += count;
            }
        });
    }

    private static void put(ByteBuffer into, float value, DType dtype, String tensor) {
        switch (dtype) {
            case F32 -> into.putFloat(value);
            case BF16 -> into.putShort(HalfFloats.toBf16(value));
            case F16 -> {
                short half = HalfFloats.toF16(value);
                if (!Float.isFinite(HalfFloats.fromF16(half))) {
                    throw new ModelException(
                            "a merged weight of " + tensor + " is " + value + ", too large for fp16: use --dtype bf16");
                }
                into.putShort(half);
            }
            default -> throw new IllegalArgumentException("not a type of weights: " + dtype);
        }
    }
}
