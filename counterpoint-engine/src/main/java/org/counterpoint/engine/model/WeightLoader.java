package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.engine.weights.TensorRows;

/** Reads tensors of a checkpoint into fp32 weights, several stacked where asked, and refuses what is not finite. */
final class WeightLoader {
    private final ModelFolder folder;
    private final ModelOptions options;

    WeightLoader(ModelFolder folder, ModelOptions options) {
        this.folder = folder;
        this.options = options;
    }

    /** One weight of these tensors, stacked along their first dimension. */
    Weight load(List<String> names) {
        List<TensorData> tensors = names.stream().map(folder::tensor).toList();
        long[] shape = tensors.get(0).shape().clone();
        shape[0] = tensors.stream().mapToLong(t -> t.shape()[0]).sum();
        List<Weight.Part> parts = new ArrayList<>();
        try (TensorScope scope = new TensorScope()) {
            Tensor value = Kernels.empty(ScalarType.Float, shape);
            long start = 0;
            for (TensorData data : tensors) {
                long rows = data.shape()[0];
                read(data, value.narrow(0, start, rows));
                parts.add(new Weight.Part(data.name(), start, rows));
                start += rows;
            }
            return new Weight(parts, scope.keep(value), options.trainable(), options.precision());
        }
    }

    /** A weight that no file holds. */
    Weight of(String name, float[] values, long... shape) {
        try (TensorScope scope = new TensorScope()) {
            Tensor value = scope.keep(Kernels.floats(values, shape));
            List<Weight.Part> parts = List.of(new Weight.Part(name, 0, shape[0]));
            return new Weight(parts, value, options.trainable(), options.precision());
        }
    }

    private void read(TensorData data, Tensor into) {
        try (TensorScope scope = new TensorScope()) {
            if (data.dtype() == DType.F32) {
                readBytes(data, into);
            } else {
                Tensor raw =
                        Kernels.empty(data.dtype() == DType.BF16 ? ScalarType.BFloat16 : ScalarType.Half, data.shape());
                readBytes(data, raw);
                into.copy_(raw);
            }
            if (!into.isfinite().all().item_bool()) {
                throw TensorRows.notFinite(folder.path(), data.name());
            }
        }
    }

    private static void readBytes(TensorData data, Tensor into) {
        NativeBytes.forEachPiece(into, (offset, piece) -> data.read(offset, piece));
    }
}
