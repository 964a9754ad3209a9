package org.counterpoint.engine.model;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelTensors;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.engine.weights.TensorRows;

/**
 * The weights of a model that is open, as they are now, adapters merged in as they are read. It must not learn while they
 * are read, which several threads may do at once.
 */
final class LiveTensors implements ModelTensors {
    private final Architecture config;
    private final Map<String, TensorData> tensors = new HashMap<>();

    LiveTensors(Architecture config, TrunkWeights weights) {
        this.config = config;
        for (Weight weight : weights.all()) {
            weight.parts()
                    .forEach(part ->
                            tensors.put(part.name(), new Live(part.name(), weight.held(), part.start(), part.rows())));
        }
        for (Adapted adapted : weights.adapted()) {
            String name = adapted.base().weight().parts().get(0).name();
            tensors.computeIfPresent(name, (same, base) -> adapted.adapter().mergedInto(base));
        }
    }

    @Override
    public Architecture config() {
        return config;
    }

    @Override
    public TensorRows rows(List<String> names) {
        return TensorRows.of(names.stream().map(this::tensor).toList());
    }

    private TensorData tensor(String name) {
        TensorData tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return tensor;
    }

    /** Some rows of a contiguous tensor. */
    private record Live(String name, Tensor tensor, long start, long rows) implements TensorData {
        @Override
        public DType dtype() {
            return tensor.scalar_type().intern() == ScalarType.BFloat16 ? DType.BF16 : DType.F32;
        }

        @Override
        public long[] shape() {
            long[] shape = new long[(int) tensor.dim()];
            Arrays.setAll(shape, i -> i == 0 ? rows : tensor.size(i));
            return shape;
        }

        private long rowBytes() {
            return tensor.numel() / tensor.size(0) * tensor.element_size();
        }

        @Override
        public long byteSize() {
            return rows * rowBytes();
        }

        @Override
        public void read(long offset, ByteBuffer into) {
            try (TensorScope scope = new TensorScope()) {
                into.put(NativeBytes.piece(tensor, start * rowBytes() + offset, into.remaining()));
            }
        }
    }
}
