package org.counterpoint.engine.model;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.TensorRows;
import org.counterpoint.engine.weights.quant.BlockScales;
import org.counterpoint.engine.weights.quant.DynamicMap;
import org.counterpoint.engine.weights.quant.Int8Matrix;
import org.counterpoint.engine.weights.quant.Nf4Matrix;

/** Quantises matrices while they are read, into native memory; no more of one is held than some rows. */
final class Quantiser implements AutoCloseable {
    private final TensorRows matrix;
    private final Device device;
    private final List<Tensor> memory = new ArrayList<>();
    private final TensorScope scope = new TensorScope();

    private Quantiser(TensorRows matrix, Device device) {
        this.device = device;
        this.matrix = matrix;
    }

    /** @throws org.counterpoint.engine.ModelException if a number cannot be read, or is not finite */
    static QuantisedWeight quantise(TensorRows matrix, BaseWeights kind, Device device) {
        boolean done = false;
        Quantiser quantiser = new Quantiser(matrix, device);
        try (quantiser) {
            QuantisedWeight quantised =
                    switch (kind) {
                        case INT8 -> quantiser.int8();
                        case NF4 -> quantiser.nf4(false);
                        case NF4_DOUBLE -> quantiser.nf4(true);
                        case MAPPED, LOADED, FP32 -> throw new IllegalArgumentException(kind + " quantises nothing");
                    };
            done = true;
            return quantised;
        } finally {
            if (!done) {
                quantiser.memory.forEach(TensorScope::free);
            }
        }
    }

    private QuantisedWeight int8() {
        ByteBuffer numbers = bytes((long) matrix.rows() * matrix.width());
        FloatBuffer scales = floats(matrix.rows());
        Workers.run(matrix.rows(), (from, to) -> {
            TensorRows.Reader reader = matrix.reader();
            float[] row = new float[matrix.width()];
            for (int i = (int) from; i < to; i++) {
                reader.read(i, row);
                Int8Matrix.quantise(row, i, numbers, scales);
            }
        });
        return new QuantisedWeight(new Int8Matrix(matrix.width(), numbers, scales), memory, false, device);
    }

    private QuantisedWeight nf4(boolean doubled) {
        long count = (long) matrix.rows() * matrix.width();
        ByteBuffer codes = bytes(Nf4Matrix.codeBytes(count));
        float[] scales = new float[Nf4Matrix.blocks(count)];
        Workers.run(scales.length, (from, to) -> Nf4Matrix.quantise(matrix, (int) from, (int) to, codes, scales));
        BlockScales held = doubled
                ? DynamicMap.quantise(scales, mean(scales), bytes(scales.length))
                : new BlockScales.Plain(floats(scales.length).put(0, scales));
        return new QuantisedWeight(Nf4Matrix.of(matrix.rows(), matrix.width(), codes, held), memory, false, device);
    }

    /** By the native library: another order of additions would be another last bit than bitsandbytes'. */
    private static float mean(float[] values) {
        return Tensors.floats(values, values.length).mean().item_float();
    }

    private ByteBuffer bytes(long count) {
        Tensor made = scope.keep(Tensors.empty(ScalarType.Byte, count));
        memory.add(made);
        return NativeBytes.piece(made, 0, count);
    }

    private FloatBuffer floats(int count) {
        return bytes((long) Float.BYTES * count).asFloatBuffer();
    }

    @Override
    public void close() {
        scope.close();
    }
}
