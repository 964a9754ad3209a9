package org.counterpoint.engine.model;

import java.nio.file.Path;
import org.counterpoint.engine.SaveType;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelFolder;

/**
 * What a model began as.
 *
 * @param folder that was loaded: of a run that goes on, a checkpoint's
 * @param type of most of the weights that the run began with
 */
record ModelSource(Path folder, DType type) {

    static ModelSource of(Path folder, ModelFolder base, ModelOptions options) {
        Path start = options.adapting().start();
        if (start == null || AdapterFolder.isOne(folder)) {
            return new ModelSource(folder, base.dtype());
        }
        try (ModelFolder began = ModelFolder.open(start)) {
            return new ModelSource(folder, began.dtype());
        }
    }

    /** What weights are stored as. */
    DType stored(SaveType type) {
        return switch (type) {
            case FP32 -> DType.F32;
            case BF16 -> DType.BF16;
            case FP16 -> DType.F16;
            case SOURCE -> this.type;
        };
    }
}
