package org.counterpoint.engine.model;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.Floats;
import org.counterpoint.engine.LearntNumbers;
import org.counterpoint.engine.scope.TensorScope;

/**
 * The numbers of a parameter set and its optimizer where they lie; those of which processes hold slices are not shown.
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

    private static void show(List<Weight> weights, Consumer<Floats> pieces) {
        whole(weights).forEach(weight -> show(weight.gradient(), pieces));
    }

    private static List<Weight> whole(List<Weight> weights) {
        return weights.stream().filter(weight -> weight.cut().isEmpty()).toList();
    }

    @Override
    public void weights(Consumer<Floats> pieces) {
        for (Weight weight : whole(parameters.all())) {
            show(weight.value(), pieces);
            weight.refresh();
        }
    }

    @Override
    public void moments(Consumer<Floats> pieces) {
        optimizer.get().moments().forEach(moment -> show(moment, pieces));
    }

    @Override
    public Floats zeros(int count) {
        try (TensorScope scope = new TensorScope()) {
            return Floats.of(parameters.all().get(0).own().new_zeros(count));
        }
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
    static void show(Tensor tensor, Consumer<Floats> pieces) {
        try (TensorScope scope = new TensorScope()) {
            Tensor row = tensor.view(tensor.numel());
            for (long from = 0; from < row.numel(); from += PIECE) {
                try (Floats piece = Floats.of(row.narrow(0, from, Math.min(PIECE, row.numel() - from)))) {
                    pieces.accept(piece);
                }
            }
        }
    }
}
