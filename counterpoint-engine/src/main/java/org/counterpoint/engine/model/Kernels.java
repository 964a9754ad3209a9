package org.counterpoint.engine.model;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Argument;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.LayoutOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The few native operations whose form matters for speed, under the names the model uses.
 *
 * <p>Matrix products go to oneDNN wherever it can take them: on CPUs with AVX-512 its fp32 kernels run at about
 * twice the rate of the BLAS behind {@code mm} (measured in {@code docs/performance.md}). Its linear layer has no
 * Java method, so it is called through the operator registry.
 */
final class Kernels {
    /** From here on the BLAS wins again for fp32 weight gradients: the vocabulary's. */
    private static final long TALL = 16_384;

    /** Up to here a product is bound by reading the weights, and their layout in memory decides. */
    static final int FEW_ROWS = 16;

    private Kernels() {}

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

    private static final class SoftmaxBackward {
        static final OperatorHandle OPERATOR;
        static final IValue FLOAT;

        static {
            try (TensorScope scope = new TensorScope()) {
                OPERATOR = scope.keep(Dispatcher.singleton().findSchemaOrThrow("aten::_softmax_backward_data", ""));
                FLOAT = scope.keep(new IValue(ScalarType.Float));
            }
        }
    }

    /** x w^T. Shapes [m, k] and [n, k] to [m, n]; both fp32 or both bf16. */
    static Tensor linear(Tensor x, Tensor w) {
        return isFloat(x) ? oneDnn(x, w) : torch.mm(x, w.t());
    }

    /** dy w, the gradient by x of {@link #linear}. Shapes [m, n] and [n, k] to [m, k]. */
    static Tensor linearInputGradient(Tensor dy, Tensor w) {
        return isFloat(dy) ? oneDnn(dy, w.t()) : torch.mm(dy, w);
    }

    /** Adds dy^T x to {@code gradient}. Shapes [m, n] and [m, k] into fp32 [n, k]. */
    static void addWeightGradient(Tensor gradient, Tensor dy, Tensor x) {
        if (!isFloat(dy)) {
            gradient.add_(torch.mm(dy.t(), x));
        } else if (gradient.size(0) >= TALL) {
            gradient.addmm_(dy.t(), x);
        } else {
            gradient.add_(oneDnn(dy.t(), x.t()));
        }
    }

    private static Tensor oneDnn(Tensor x, Tensor w) {
        IValueVector stack = new IValueVector(
                new IValue(x), new IValue(w), OneDnn.NONE, OneDnn.NO_ATTRIBUTE, OneDnn.NO_SCALARS, OneDnn.NO_ALGORITHM);
        OneDnn.LINEAR.callBoxed(stack);
        return result(stack);
    }

    /** An fp32 weight [n, k] in oneDNN's own layout, which {@link #linear} takes as it takes the plain one. */
    static Tensor packForFewRows(Tensor w) {
        IValueVector stack = new IValueVector(new IValue(w), new IValue((long) FEW_ROWS));
        Dispatcher.singleton()
                .findSchemaOrThrow("mkldnn::_reorder_linear_weight", "")
                .callBoxed(stack);
        return result(stack);
    }

    /** An owner of its own: what the stack hands out is a view into it, and dies with it. */
    private static Tensor result(IValueVector stack) {
        return new Tensor(stack.get(0).toTensor());
    }

    /** dL/dx from dL/dp for p = softmax(x) over the last dimension. */
    static Tensor softmaxGradient(Tensor dp, Tensor p) {
        IValueVector stack = new IValueVector(new IValue(dp), new IValue(p), new IValue(-1L), SoftmaxBackward.FLOAT);
        SoftmaxBackward.OPERATOR.callBoxed(stack);
        return result(stack);
    }

    /** Whether a tensor is fp32. Enums from native code are new objects: only interned ones can be compared. */
    static boolean isFloat(Tensor tensor) {
        return tensor.scalar_type().intern() == ScalarType.Float;
    }

    static Tensor empty(ScalarType type, long... shape) {
        return torch.empty(
                shape,
                new ScalarTypeOptional(type),
                new LayoutOptional(),
                new DeviceOptional(),
                new BoolOptional(),
                new MemoryFormatOptional());
    }

    static Tensor zeros(long... shape) {
        return torch.zeros(shape);
    }

    /** A copy of the numbers as an fp32 tensor of this shape. */
    static Tensor floats(float[] values, long... shape) {
        Tensor tensor = empty(ScalarType.Float, shape);
        if (values.length > 0) {
            new FloatPointer(tensor.data_ptr()).capacity(values.length).put(values, 0, values.length);
        }
        return tensor;
    }

    /** The numbers, rounded to fp32, as a tensor of this shape. */
    static Tensor floats(double[] values, long... shape) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) values[i];
        }
        return floats(rounded, shape);
    }

    /** A copy of the numbers as an index tensor. */
    static Tensor indices(int[] values) {
        Tensor tensor = empty(ScalarType.Long, values.length);
        long[] wide = new long[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        if (wide.length > 0) {
            new LongPointer(tensor.data_ptr()).capacity(wide.length).put(wide, 0, wide.length);
        }
        return tensor;
    }

    /** All numbers of an fp32 tensor. */
    static float[] toFloats(Tensor tensor) {
        Tensor contiguous = tensor.contiguous();
        float[] values = new float[Math.toIntExact(contiguous.numel())];
        if (values.length > 0) {
            new FloatPointer(contiguous.data_ptr()).capacity(values.length).get(values, 0, values.length);
        }
        return values;
    }

    /** All numbers of an index tensor. */
    static long[] toLongs(Tensor tensor) {
        Tensor contiguous = tensor.contiguous();
        long[] values = new long[Math.toIntExact(contiguous.numel())];
        if (values.length > 0) {
            new LongPointer(contiguous.data_ptr()).capacity(values.length).get(values, 0, values.length);
        }
        return values;
    }

    static Tensor cat(int dimension, List<Tensor> parts) {
        return parts.size() == 1 ? parts.get(0) : torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), dimension);
    }

    static Scalar scalar(double value) {
        return new Scalar(value);
    }
}
