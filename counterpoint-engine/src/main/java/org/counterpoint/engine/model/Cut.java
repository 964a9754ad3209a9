package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.Floats;
import org.counterpoint.engine.WeightShare;
import org.counterpoint.engine.scope.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * A matrix that several processes hold together: each a slice of its numbers, in fp32, with their gradients. It is whole only
 * while a pass needs it.
 */
final class Cut implements WeightForm {
    private final WeightShare share;
    private final ScalarType format;
    private final long rows;
    private final long columns;
    private final Tensor own;
    private final Tensor gradient;
    private @Nullable Tensor whole;
    private @Nullable Tensor wholeGradient;

    private Cut(WeightShare share, ScalarType format, long rows, long columns, Tensor own, Tensor gradient) {
        this.share = share;
        this.format = format;
        this.rows = rows;
        this.columns = columns;
        this.own = own;
        this.gradient = gradient;
    }

    /**
     * This process's slice of a matrix, which stays the caller's.
     *
     * @param format of products with it
     */
    static Cut of(Tensor matrix, ScalarType format, WeightShare share) {
        long slice = slice(matrix.numel(), share.size());
        try (TensorScope scope = new TensorScope()) {
            Tensor own = scope.keep(Tensors.zeros(slice));
            Tensor gradient = scope.keep(Tensors.zeros(slice));
            Cut cut = new Cut(share, format, matrix.size(0), matrix.size(1), own, gradient);
            cut.take(matrix, own);
            return cut;
        }
    }

    /** An even number, so that two numbers of 16 bits travel as one of 32; the last slices may reach beyond the matrix. */
    private static long slice(long numbers, int processes) {
        long least = (numbers + processes - 1) / processes;
        return least + least % 2;
    }

    @Override
    public long[] shape() {
        return new long[] {rows, columns};
    }

    @Override
    public ScalarType computeType() {
        return format;
    }

    @Override
    public boolean learns() {
        return true;
    }

    @Override
    public Tensor compute() {
        return whole();
    }

    @Override
    public Tensor lookup(Tensor indices) {
        return torch.index_select(whole(), 0, indices);
    }

    @Override
    public void take(Tensor matrix) {
        take(matrix, own);
    }

    /** This process's numbers [slice] fp32; what reaches beyond the matrix is 0 and stays 0. */
    @Override
    public Tensor own() {
        return own;
    }

    @Override
    public Tensor ownGradient() {
        return gradient;
    }

    /** Copies this process's slice of a matrix. */
    void take(Tensor matrix, Tensor into) {
        long from = Math.min(matrix.numel(), share.rank() * into.numel());
        long count = Math.min(matrix.numel() - from, into.numel());
        if (count > 0) {
            into.narrow(0, 0, count).copy_(matrix.view(matrix.numel()).narrow(0, from, count));
        }
    }

    /** The matrix [rows, columns] that the slices of all are; of the scope that is open. */
    Tensor gathered(Tensor slice) {
        long count = slice.numel();
        Tensor all = Tensors.empty(slice.scalar_type().intern(), count * share.size());
        try (Floats from = floats(slice);
                Floats into = floats(all)) {
            share.gather(from, into);
        }
        return all.narrow(0, 0, rows * columns).view(rows, columns);
    }

    /** Makes whole what a pass needs; all processes do it together, and {@link #release} the same. */
    void gather(Whole.Use use) {
        try (TensorScope scope = new TensorScope()) {
            if (use != Whole.Use.ADD_GRADIENT) {
                whole = scope.keep(gathered(own.to(use == Whole.Use.LOOK_UP ? ScalarType.Float : format)));
            }
            if (use.differentiates()) {
                wholeGradient = scope.keep(Tensors.zeros(own.numel() * share.size()));
            }
        }
    }

    /** Frees it again; where there are gradients, each process adds its slice of their sum to its own. */
    void release(Whole.Use use) {
        TensorScope.free(whole);
        whole = null;
        Tensor sum = wholeGradient;
        if (sum != null && use.differentiates()) {
            try (Floats from = floats(sum);
                    Floats into = floats(gradient)) {
                share.addSums(from, into);
            }
        }
        TensorScope.free(sum);
        wholeGradient = null;
    }

    /** [rows, columns] as it was gathered. */
    private Tensor whole() {
        Tensor open = whole;
        if (open == null) {
            throw new IllegalStateException("this weight is cut over processes, and no pass has made it whole");
        }
        return open;
    }

    /** [rows, columns] fp32, of this process's passes. */
    @Override
    public Tensor gradient() {
        Tensor open = wholeGradient;
        if (open == null) {
            throw new IllegalStateException("this weight is cut over processes, and no pass gathers its gradient");
        }
        return open.narrow(0, 0, rows * columns).view(rows, columns);
    }

    /** Two numbers of 16 bits as one of 32. */
    private static Floats floats(Tensor tensor) {
        try (TensorScope scope = new TensorScope()) {
            return Floats.of(tensor.view(ScalarType.Float));
        }
    }

    @Override
    public void close() {
        TensorScope.free(whole);
        TensorScope.free(wholeGradient);
        TensorScope.free(own);
        TensorScope.free(gradient);
    }
}
