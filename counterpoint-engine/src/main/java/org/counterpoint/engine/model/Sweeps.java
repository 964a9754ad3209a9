package org.counterpoint.engine.model;

import java.util.List;
import java.util.function.Supplier;
import org.counterpoint.engine.WeightShare;
import org.counterpoint.engine.WeightShare.Sweep;
import org.counterpoint.engine.model.Whole.Use;
import org.jspecify.annotations.Nullable;

/**
 * The ways of passes through a model's layers. Where its weights are cut over processes, all go each of them together, and
 * whoever has no rows makes the weights whole for the others.
 */
final class Sweeps {
    private final TrunkWeights weights;
    private final @Nullable WeightShare share;

    /** @param share null of a model that one process holds */
    Sweeps(TrunkWeights weights, @Nullable WeightShare share) {
        this.weights = weights;
        this.share = share;
    }

    <T> T forward(Supplier<T> work) {
        return sweep(Sweep.FORWARD, work);
    }

    void backward(Runnable work) {
        sweep(Sweep.BACKWARD, () -> {
            work.run();
            return true;
        });
    }

    private <T> T sweep(Sweep wanted, Supplier<T> work) {
        if (share == null) {
            return work.get();
        }
        assistUntil(share, wanted);
        return unbroken(share, work);
    }

    /** Goes with the others until all have gone all their ways. */
    void finish() {
        if (share != null) {
            assistUntil(share, Sweep.NONE);
        }
    }

    private void assistUntil(WeightShare others, Sweep wanted) {
        for (Sweep now = others.next(wanted); now != wanted; now = others.next(wanted)) {
            boolean forward = now == Sweep.FORWARD;
            unbroken(others, () -> forward ? assistForward() : assistBackward());
        }
    }

    private boolean assistForward() {
        touch(List.of(weights.embedding()), Use.LOOK_UP);
        weights.layers().forEach(layer -> touch(layer.all().toList(), Use.FORWARD));
        touch(List.of(weights.head()), Use.FORWARD);
        return true;
    }

    private boolean assistBackward() {
        touch(List.of(weights.head()), Use.BACKWARD);
        for (int i = weights.layers().size() - 1; i >= 0; i--) {
            touch(weights.layers().get(i).all().toList(), Use.BACKWARD);
        }
        touch(List.of(weights.embedding()), Use.ADD_GRADIENT);
        return true;
    }

    private static void touch(List<Weight> own, Use use) {
        Whole.of(own, use).close();
    }

    private static <T> T unbroken(WeightShare others, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw others.broken(e);
        }
    }
}
