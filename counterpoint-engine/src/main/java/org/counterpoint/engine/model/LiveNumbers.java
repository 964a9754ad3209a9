package org.counterpoint.engine.model;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.LearntNumbers;

/**
 * The numbers of a parameter set and its optimizer where they lie; those of another device are copied here and back, and
 * those of which processes hold slices are not shown.
 *
 * @param optimizer made at its first use: it takes memory
 */
record LiveNumbers(ParameterSet parameters, Supplier<AdamWOptimizer> optimizer) implements LearntNumbers {
    private static final long PIECE = 1L << 28;

    @Override
    public List<GradientPart> gradientParts() {
        return parameters.parts().stream()
                .map(part -> (GradientPart) pieces -> show(part, pieces))
                .toList();
    }

    private static void show(List<Weight> weights, Consumer<FloatBuffer> pieces) {
        whole(weights).forEach(weight -> show(weight.gradient(), pieces));
    }

    private static List<Weight> whole(List<Weight> weights) {
        return weights.stream().filter(weight -> weight.cut().isEmpty()).toList();
    }

    @Override
    public void weights(Consumer<FloatBuffer> pieces) {
        for (Weight weight : whole(parameters.all())) {
            show(weight.value(), pieces);
            weight.refresh();
        }
    }

    @Override
    public void moments(Consumer<FloatBuffer> pieces) {
        optimizer.get().moments().forEach(moment -> show(moment, pieces));
    }

    @Override
    public long updates() {
        return optimizer.get().updates();
    }

    @Override
    public void setUpdates(long updates) {
        optimizer.get().setUpdates(updates);
    }

    /** A tensor's numbers, in pieces that may be changed. */
    static void show(Tensor tensor, Consumer<FloatBuffer> pieces) {
        try (TensorScope scope = new TensorScope()) {
            Tensor here = Tensors.here(tensor);
            for (long from = 0; from < here.numel(); from += PIECE) {
                long end = Math.min(here.numel(), from + PIECE);
                pieces.accept(new FloatPointer(here.data_ptr())
                        .position(from)
                        .limit(end)
                        .asBuffer());
            }
            if (tensor.is_cuda()) {
                tensor.copy_(here);
            }
        }
    }
}
