package org.counterpoint.engine.model;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.FileLengths;
import org.jspecify.annotations.Nullable;

/** Batches through a trunk and the head on it: to their scores, and back. One pass that goes back is open at a time. */
final class BatchPasses implements AutoCloseable {
    private final TrunkWeights weights;
    private final Trunk trunk;
    private final Head head;
    private final Dropout dropout;
    private final Sweeps sweeps;
    /** The files whose bytes are used as they lie there; null for none. */
    private final @Nullable FileLengths mapped;

    private boolean passOpen;

    BatchPasses(
            TrunkWeights weights,
            Trunk trunk,
            Head head,
            Dropout dropout,
            Sweeps sweeps,
            @Nullable FileLengths mapped) {
        this.weights = weights;
        this.trunk = trunk;
        this.head = head;
        this.dropout = dropout;
        this.sweeps = sweeps;
        this.mapped = mapped;
    }

    /** Without keeping anything for a way back, and with nothing dropped. */
    RowScores scores(TokenBatch batch) {
        Packing packing = pack(batch);
        return packing.scoredRows().length == 0 ? packing.scores(new float[0]) : packing.scores(score(packing));
    }

    /** The same, with what a pass that goes back would drop. */
    RowScores scoresAsLearnt(TokenBatch batch) {
        Packing packing = pack(batch);
        try (Dropout.Open rows = dropout.open(packing.draws())) {
            return packing.scores(score(packing));
        }
    }

    /** One number a scored row. */
    float[] score(Packing packing) {
        try (TensorScope scope = new TensorScope();
                NoGradGuard guard = new NoGradGuard();
                AttentionMasks masks = new AttentionMasks()) {
            return sweeps.forward(
                    () -> onHead(trunk.forward(packing, masks), packing).scores());
        }
    }

    /** A pass that may go back. */
    TrainableModel.Pass open(TokenBatch batch) {
        if (passOpen) {
            throw new IllegalStateException("the previous pass is still open");
        }
        // What came before leaves holes in memory that a pass of another shape does not fill.
        NativeRuntime.returnFreedMemory();
        return new Pass(pack(batch));
    }

    /** A text's rows. */
    Packing pack(int[] text, int padToken) {
        return checked(() -> Packing.ofText(text, padToken));
    }

    private Packing pack(TokenBatch batch) {
        return checked(() -> head.pack(trunk.computable(batch)));
    }

    private Packing checked(Supplier<Packing> made) {
        checkFiles();
        Packing packing = made.get();
        trunk.check(packing);
        return packing;
    }

    /** @throws ModelException if a file that is in use was changed */
    void checkFiles() {
        if (mapped != null) {
            mapped.check();
        }
    }

    private Head.Pass onHead(Tensor hidden, Packing packing) {
        try (Whole whole = Whole.of(List.of(weights.head()), Whole.Use.FORWARD)) {
            return head.forward(hidden, packing);
        }
    }

    @Override
    public void close() {
        head.close();
    }

    /** One forward pass with what its backward pass needs. */
    private final class Pass implements TrainableModel.Pass {
        private final TensorScope scope = new TensorScope();
        private final RowScores scores;
        private Trunk.@Nullable Pass trunkPass;
        private final Head.Pass headPass;
        private final long[] draws;
        private boolean used;

        Pass(Packing packing) {
            passOpen = true;
            draws = packing.draws();
            boolean done = false;
            try (NoGradGuard guard = new NoGradGuard();
                    Dropout.Open rows = dropout.open(draws)) {
                headPass = sweeps.forward(() -> {
                    Trunk.Pass through = trunk.open(packing);
                    trunkPass = through;
                    return onHead(through.hidden(), packing);
                });
                scores = packing.scores(headPass.scores());
                done = true;
            } finally {
                if (!done) {
                    close();
                }
            }
        }

        @Override
        public RowScores scores() {
            return scores;
        }

        @Override
        public void backward(double[] derivativesByRow, Runnable partDone) {
            Trunk.Pass through = trunkPass;
            if (used || through == null) {
                throw new IllegalStateException("a pass goes backward once");
            }
            if (derivativesByRow.length != scores.values().length) {
                throw new IllegalArgumentException(
                        derivativesByRow.length + " derivatives for " + scores.values().length + " rows");
            }
            used = true;
            try (NoGradGuard guard = new NoGradGuard();
                    Dropout.Open rows = dropout.open(draws);
                    TensorScope pass = new TensorScope()) {
                sweeps.backward(() -> {
                    Tensor dx = headBackward(derivativesByRow);
                    partDone.run();
                    through.backward(dx, partDone);
                });
            }
        }

        private Tensor headBackward(double[] derivativesByRow) {
            try (Whole whole = Whole.of(List.of(weights.head()), Whole.Use.BACKWARD);
                    TensorScope inner = new TensorScope()) {
                return inner.pass(headPass.backward().apply(derivativesByRow));
            }
        }

        @Override
        public void close() {
            if (trunkPass != null) {
                trunkPass.close();
            }
            scope.close();
            passOpen = false;
        }
    }
}
