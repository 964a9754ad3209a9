package org.counterpoint.train.plan;

import java.nio.file.Path;
import java.util.List;
import org.counterpoint.engine.adapter.AdapterConfig;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.DequantisedTensor;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorData;
import org.jspecify.annotations.Nullable;

/**
 * A model as its config and the heads of its files describe it; no weight is read.
 *
 * @param tensors of the whole model, of an adapter those of its base
 * @param adapter null of a whole model
 */
public record ModelShape(
        Architecture config, List<Stored> tensors, @Nullable AdapterConfig adapter) {

    /**
     * A tensor of a file.
     *
     * @param rows of a matrix; all numbers of anything else
     * @param columns of a matrix; 1 of anything else
     * @param bytes that it takes in its file
     * @param quantised whether it stands there in fewer bits than {@code dtype} has
     */
    record Stored(String name, long rows, long columns, boolean matrix, DType dtype, long bytes, boolean quantised) {
        static Stored of(TensorData data) {
            long[] shape = data.shape();
            boolean matrix = shape.length == 2;
            return new Stored(
                    data.name(),
                    shape[0],
                    matrix ? shape[1] : 1,
                    matrix,
                    data.dtype(),
                    data.storedBytes(),
                    data instanceof DequantisedTensor);
        }

        long numbers() {
            return rows * columns;
        }
    }

    public ModelShape {
        tensors = List.copyOf(tensors);
    }

    /**
     * The shape of a model's folder.
     *
     * @param base of an adapter; null for where the adapter says
     * @throws org.counterpoint.engine.ModelException if it is no sound model
     */
    public static ModelShape of(Path folder, @Nullable Path base) {
        if (!AdapterFolder.isOne(folder)) {
            try (ModelFolder whole = ModelFolder.open(folder)) {
                return of(whole, null);
            }
        }
        // Opened apart: together they would be held against each other, which reads every weight.
        try (AdapterFolder adapter = AdapterFolder.open(folder);
                ModelFolder beneath = ModelFolder.open(adapter.base(base))) {
            adapter.contents(beneath.config());
            return of(beneath, adapter.config());
        }
    }

    private static ModelShape of(ModelFolder folder, @Nullable AdapterConfig adapter) {
        return new ModelShape(
                folder.config(),
                folder.tensors().values().stream().map(Stored::of).toList(),
                adapter);
    }

    long fileBytes() {
        return tensors.stream().mapToLong(Stored::bytes).sum();
    }

    long parameters() {
        return tensors.stream().mapToLong(Stored::numbers).sum();
    }
}
