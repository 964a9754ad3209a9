package org.counterpoint.engine.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.WeightShare;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.arch.TensorNames;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.DequantisedTensor;
import org.counterpoint.engine.weights.FiniteCheck;
import org.counterpoint.engine.weights.LinearLayers;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.engine.weights.TensorPieces;
import org.counterpoint.engine.weights.TensorRows;
import org.jspecify.annotations.Nullable;

/** Reads tensors of a checkpoint into weights, several stacked where asked, and refuses what is not finite. */
final class WeightLoader {
    private final ModelFolder folder;
    private final FiniteCheck check;
    private final Device device;
    private final Kernels kernels;
    private final Precision precision;
    private final boolean learns;
    private final BaseWeights matrices;
    /** Whether matrices are held for themselves, not stacked with others. */
    private final boolean apart;
    /** Those whose weights may be quantised: linear layers within the layers, as others do too. */
    private final Set<String> layers;
    /** Over which matrices that are learnt are cut; null for none. */
    private final @Nullable WeightShare share;

    /**
     * @param learns whether what is loaded is learnt
     * @param matrices how those that are not learnt are held; null of a whole model that is only scored with
     * @param share the processes over which matrices that are learnt are cut; null for none
     */
    WeightLoader(
            ModelFolder folder,
            Precision precision,
            boolean learns,
            @Nullable BaseWeights matrices,
            Device device,
            @Nullable WeightShare share) {
        this.share = share;
        this.device = device;
        this.kernels = device.kernels();
        this.folder = folder;
        this.check = new FiniteCheck(folder.path());
        this.precision = precision;
        this.learns = learns;
        this.apart = matrices != null && matrices != BaseWeights.FP32 && !learns && precision != Precision.FP32;
        if (matrices != null && matrices.quantises() && (learns || precision == Precision.FP32)) {
            throw new IllegalArgumentException("weights that are learnt, or multiplied in fp32, cannot be " + matrices);
        }
        BaseWeights held = matrices == null ? BaseWeights.LOADED : matrices;
        this.matrices = precision == Precision.FP32 || learns ? BaseWeights.FP32 : held;
        this.layers = LinearLayers.of(folder.config()).values().stream()
                .map(ExpectedTensor::name)
                .collect(Collectors.toSet());
    }

    /** Whether every matrix is held for itself, not stacked with others. */
    boolean holdsApart() {
        return apart;
    }

    /** One weight of these tensors, stacked along their first dimension. */
    Weight load(List<String> names) {
        List<TensorData> tensors = names.stream().map(folder::tensor).toList();
        if (apart && tensors.size() == 1 && tensors.get(0).shape().length == 2) {
            Optional<Weight> frozen = frozen(tensors.get(0));
            if (frozen.isPresent()) {
                return frozen.get();
            }
        }
        // Products take these matrices in bf16 alone; rows of the embedding and a score's head are read in fp32.
        boolean half = !apart && matrices != BaseWeights.FP32 && layers.containsAll(names);
        List<Weight.Part> parts = new ArrayList<>();
        long start = 0;
        for (TensorData data : tensors) {
            parts.add(new Weight.Part(data.name(), start, data.shape()[0]));
            start += data.shape()[0];
        }
        try (TensorScope scope = new TensorScope()) {
            Tensor value = stacked(tensors, half ? ScalarType.BFloat16 : ScalarType.Float);
            if (share != null && learns && value.dim() == 2 && value.size(0) > 1) {
                ScalarType format = precision == Precision.FP32 ? ScalarType.Float : ScalarType.BFloat16;
                return new Weight(parts, Cut.of(value, format, share), kernels);
            }
            Tensor placed = scope.keep(device.place(value));
            return half
                    ? new Weight(parts, new HalfMatrix(placed, null), kernels)
                    : Weight.of(parts, placed, learns, precision, kernels);
        }
    }

    /** What a weight of these parts holds, fp32. */
    Tensor values(List<Weight.Part> parts) {
        return stacked(parts.stream().map(part -> folder.tensor(part.name())).toList(), ScalarType.Float);
    }

    /** Tensors of the same columns, one below the other. */
    private Tensor stacked(List<TensorData> tensors, ScalarType type) {
        long[] shape = tensors.get(0).shape().clone();
        shape[0] = tensors.stream().mapToLong(t -> t.shape()[0]).sum();
        Tensor value = Tensors.empty(type, shape);
        long start = 0;
        for (TensorData data : tensors) {
            long rows = data.shape()[0];
            read(data, value.narrow(0, start, rows));
            start += rows;
        }
        return value;
    }

    /** A matrix that is not learnt, in 16 bits a number; nothing where that would not be the same numbers. */
    private Optional<Weight> frozen(TensorData data) {
        if (matrices.quantises() && data instanceof DequantisedTensor) {
            throw new ModelException(folder.path() + ": " + data.name()
                    + " is quantised already: leave base_weights out, and it is used as it lies there");
        }
        if (matrices.quantises() && layers.contains(data.name())) {
            QuantisedWeight quantised = Quantiser.quantise(folder.rows(List.of(data.name())), matrices, device);
            return Optional.of(new Weight(List.of(whole(data)), quantised, kernels));
        }
        if (matrices != BaseWeights.LOADED) {
            Optional<Weight> mapped = mapped(data);
            if (mapped.isPresent()) {
                return mapped;
            }
        }
        // Rows of the embedding are looked up, not multiplied: in bf16 they would be rounded.
        boolean exact = data.name().equals(TensorNames.EMBEDDING);
        if (exact && data.dtype() == DType.F32) {
            return Optional.empty();
        }
        try (TensorScope scope = new TensorScope()) {
            Tensor half = Tensors.empty(exact ? LiveTensor.type(data.dtype()) : ScalarType.BFloat16, data.shape());
            read(data, half);
            return Optional.of(
                    new Weight(List.of(whole(data)), new HalfMatrix(scope.keep(device.place(half)), null), kernels));
        }
    }

    private static Weight.Part whole(TensorData data) {
        return new Weight.Part(data.name(), 0, data.shape()[0]);
    }

    /** All numbers of a tensor. */
    float[] values(String name) {
        return folder.rows(List.of(name)).all();
    }

    /** A weight that no file holds, or that another folder does; learnt where {@code learns} says so. */
    static Weight of(String name, float[] values, boolean learns, Precision precision, Device device, long... shape) {
        try (TensorScope scope = new TensorScope()) {
            Tensor value = scope.keep(device.place(Tensors.floats(values, shape)));
            return Weight.of(List.of(new Weight.Part(name, 0, shape[0])), value, learns, precision, device.kernels());
        }
    }

    /** The weight as it lies in its file, where that is of 16 bits or quantised. It is not read, so its numbers are not looked at. */
    private Optional<Weight> mapped(TensorData data) {
        if (data instanceof DequantisedTensor quantised) {
            return Optional.of(new Weight(
                    List.of(whole(data)), new QuantisedWeight(quantised.matrix(), List.of(), true, device), kernels));
        }
        if (data.dtype() == DType.F32 || !device.isCpu()) {
            return Optional.empty();
        }
        return data.map().map(bytes -> {
            try (TensorScope scope = new TensorScope()) {
                Tensor view = scope.keep(view(bytes, data));
                return new Weight(List.of(whole(data)), new HalfMatrix(view, bytes), kernels);
            }
        });
    }

    private static Tensor view(ByteBuffer bytes, TensorData data) {
        return torch.from_blob(new Pointer(bytes), data.shape(), new TensorOptions(LiveTensor.type(data.dtype())));
    }

    private void read(TensorData data, Tensor into) {
        try (TensorScope scope = new TensorScope()) {
            ScalarType type = LiveTensor.type(data.dtype());
            if (into.scalar_type().intern() == type) {
                readBytes(data, into);
            } else {
                Tensor raw = Tensors.empty(type, data.shape());
                readBytes(data, raw);
                into.copy_(raw);
                if (!into.isfinite().all().item_bool()) {
                    throw TensorRows.notFinite(folder.path(), data.name()); // the other type may be too small for it
                }
            }
        }
    }

    /** Looks at every piece while it is in the processor's cache. */
    private void readBytes(TensorData data, Tensor into) {
        NativeBytes.fill(into, (offset, bytes) -> {
            for (int at = 0; at < bytes.limit(); at += TensorPieces.LARGEST) {
                ByteBuffer piece = bytes.slice(at, Math.min(TensorPieces.LARGEST, bytes.limit() - at))
                        .order(ByteOrder.LITTLE_ENDIAN);
                data.read(offset + at, piece);
                check.take(data, offset + at, piece.flip());
            }
        });
    }
}
