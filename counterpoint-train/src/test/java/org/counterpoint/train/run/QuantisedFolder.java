package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.weights.DequantisedTensor;
import org.counterpoint.engine.weights.LinearLayers;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorRows;
import org.counterpoint.engine.weights.TensorSource;
import org.counterpoint.engine.weights.quant.BlockScales;
import org.counterpoint.engine.weights.quant.DynamicMap;
import org.counterpoint.engine.weights.quant.Int8Matrix;
import org.counterpoint.engine.weights.quant.Nf4Matrix;
import org.counterpoint.engine.weights.quant.QuantisedMatrix;

/** A model folder with the bf16 numbers that the layers' quantised matrices stand for. */
final class QuantisedFolder {
    private QuantisedFolder() {}

    static void write(Path model, Path target, String kind) throws IOException {
        try (ModelFolder folder = ModelFolder.open(model)) {
            Set<String> layers = LinearLayers.of(folder.config()).values().stream()
                    .map(ExpectedTensor::name)
                    .collect(Collectors.toSet());
            List<TensorSource> tensors = new ArrayList<>();
            folder.tensors().forEach((name, tensor) -> {
                TensorRows rows = folder.rows(List.of(name));
                tensors.add(TensorSource.of(
                        layers.contains(name) ? new DequantisedTensor(name, quantised(rows, kind)) : tensor));
            });
            ModelFolder.write(target, folder, tensors, Long.MAX_VALUE, null);
        }
    }

    private static QuantisedMatrix quantised(TensorRows rows, String kind) {
        int count = rows.rows() * rows.width();
        if (kind.equals("int8")) {
            ByteBuffer numbers = ByteBuffer.allocate(count);
            FloatBuffer scales = FloatBuffer.allocate(rows.rows());
            float[] row = new float[rows.width()];
            for (int i = 0; i < rows.rows(); i++) {
                rows.reader().read(i, row);
                Int8Matrix.quantise(row, i, numbers, scales);
            }
            return new Int8Matrix(rows.width(), numbers, scales);
        }
        ByteBuffer codes = ByteBuffer.allocate(Nf4Matrix.codeBytes(count)).order(ByteOrder.LITTLE_ENDIAN);
        float[] scales = new float[Nf4Matrix.blocks(count)];
        Nf4Matrix.quantise(rows, 0, scales.length, codes, scales);
        BlockScales held = kind.equals("nf4")
                ? new BlockScales.Plain(FloatBuffer.wrap(scales))
                : DynamicMap.quantise(scales, mean(scales), ByteBuffer.allocate(scales.length));
        return Nf4Matrix.of(rows.rows(), rows.width(), codes, held);
    }

    /** As the native library adds up so few. */
    private static float mean(float[] values) {
        float[] sums = new float[32];
        int whole = values.length / 32 * 32;
        for (int i = 0; i < whole; i++) {
            sums[i % 32] += values[i];
        }
        float sum = 0;
        for (float part : sums) {
            sum += part;
        }
        for (int i = whole; i < values.length; i++) {
            sum += values[i];
        }
        return sum / values.length;
    }
}
