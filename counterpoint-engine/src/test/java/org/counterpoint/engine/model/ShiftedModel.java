package org.counterpoint.engine.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorSource;

/** A model with one tensor moved along a direction, for differences that a gradient must equal. */
final class ShiftedModel {
    private ShiftedModel() {}

    /** Writes the model in fp32 with {@code by} times the direction added to a tensor. */
    static Path write(Path model, Path target, String name, float[] direction, double by) throws IOException {
        try (ModelFolder folder = ModelFolder.open(model)) {
            List<TensorSource> tensors = folder.tensors().values().stream()
                    .map(data -> {
                        float[] values = folder.rows(List.of(data.name())).all();
                        if (data.name().equals(name)) {
                            for (int i = 0; i < values.length; i++) {
                                values[i] += (float) (by * direction[i]);
                            }
                        }
                        return source(data.name(), data.shape(), values);
                    })
                    .toList();
            ModelFolder.write(target, folder, tensors, Long.MAX_VALUE, null);
            return target;
        }
    }

    private static TensorSource source(String name, long[] shape, float[] values) {
        return new TensorSource(name, DType.F32, shape, (offset, into) -> {
            for (int i = (int) (offset / Float.BYTES); into.hasRemaining(); i++) {
                into.putFloat(values[i]);
            }
        });
    }
}
