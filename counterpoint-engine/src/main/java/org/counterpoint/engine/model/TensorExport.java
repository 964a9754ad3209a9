package org.counterpoint.engine.model;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.TensorSource;

/** A part of a stacked fp32 tensor, to be written under its own name. */
final class TensorExport {
    private TensorExport() {}

    static TensorSource source(String name, Tensor stacked, Weight.Part part) {
        long[] shape = new long[(int) stacked.dim()];
        Arrays.setAll(shape, i -> i == 0 ? part.rows() : stacked.size(i));
        long rowBytes = stacked.numel() / stacked.size(0) * Float.BYTES;
        return new TensorSource(name, DType.F32, shape, (offset, into) -> {
            try (TensorScope scope = new TensorScope()) {
                NativeBytes.copy(stacked, part.start() * rowBytes + offset, into);
            }
        });
    }
}
