package org.counterpoint.engine.model;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Argument;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.scope.TensorScope;

/**
 * Products by oneDNN wherever it can take them: on CPUs with AVX-512 its fp32 kernels run at about twice the rate of the
 * BLAS behind {@code mm} (measured in {@code docs/performance.md}). Its linear layer has no Java method, so it is called
 * through the operator registry.
 */
final class OneDnnKernels implements Kernels {
    /** From here on the BLAS wins again for fp32 weight gradients: the vocabulary's. */
    private static final long TALL = 16_384;

    OneDnnKernels() {}

    /** The oneDNN linear layer and the constant arguments of a call, made once and held for the process's life. */
    private static final class OneDnn {
        static final OperatorHandle LINEAR;
        static final IValue NONE;
        static final IValue NO_ATTRIBUTE;
        static final IValue NO_SCALARS;
        static final IValue NO_ALGORITHM;

        static {
            try (TensorScope scope = new TensorScope()) {
                LINEAR = scope.keep(Dispatcher.singleton().findSchemaOrThrow("mkldnn::_linear_pointwise", ""));
                NONE = scope.keep(new IValue());
                NO_ATTRIBUTE = scope.keep(new IValue("none"));
                var scalarList = LINEAR.schema().arguments().getPointer(Argument.class, 4);
                NO_SCALARS = scope.keep(
                        new IValue(new GenericList(scalarList.type().get().containedType(0))));
                NO_ALGORITHM = scope.keep(new IValue(""));
            }
        }
    }

    @Override
    public Tensor linear(Tensor x, Tensor w) {
        return Tensors.isFloat(x) ? oneDnn(x, w) : torch.mm(x, w.t());
    }

    @Override
    public void linear(Tensor out, Tensor x, Tensor w) {
        if (Tensors.isFloat(x)) {
            out.copy_(oneDnn(x, w));
        } else {
            torch.mm_out(out, x, w.t());
        }
    }

    @Override
    public Tensor linearInputGradient(Tensor dy, Tensor w) {
        return Tensors.isFloat(dy) ? oneDnn(dy, w.t()) : torch.mm(dy, w);
    }

    @Override
    public Tensor weightGradient(Tensor dy, Tensor x) {
        return Tensors.isFloat(dy) ? oneDnn(dy.t(), x.t()) : torch.mm(dy.t(), x);
    }

    @Override
    public void addWeightGradient(Tensor gradient, Tensor dy, Tensor x) {
        if (Tensors.isFloat(dy) && gradient.size(0) >= TALL) {
            gradient.addmm_(dy.t(), x);
        } else {
            gradient.add_(weightGradient(dy, x));
        }
    }

    @Override
    public void sideBySide(List<Runnable> parts) {
        NativeWorkers.run(parts);
    }

    private static Tensor oneDnn(Tensor x, Tensor w) {
        IValueVector stack = new IValueVector(
                new IValue(x), new IValue(w), OneDnn.NONE, OneDnn.NO_ATTRIBUTE, OneDnn.NO_SCALARS, OneDnn.NO_ALGORITHM);
        OneDnn.LINEAR.callBoxed(stack);
        return Tensors.result(stack);
    }

    /** In oneDNN's own layout, which {@link #linear} takes as it takes the plain one. */
    @Override
    public Optional<Tensor> packedForFewRows(Tensor w) {
        IValueVector stack = new IValueVector(new IValue(w), new IValue((long) FEW_ROWS));
        Dispatcher.singleton()
                .findSchemaOrThrow("mkldnn::_reorder_linear_weight", "")
                .callBoxed(stack);
        return Optional.of(Tensors.result(stack));
    }
}
