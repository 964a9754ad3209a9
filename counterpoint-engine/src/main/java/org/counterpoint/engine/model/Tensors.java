package org.counterpoint.engine.model;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Dispatcher;
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
import org.counterpoint.engine.scope.TensorScope;

/** Native tensors made, read and joined, under short names. */
final class Tensors {
    private Tensors() {}

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

    /** dL/dx from dL/dp for p = softmax(x) over the last dimension. */
    static Tensor softmaxGradient(Tensor dp, Tensor p) {
        IValueVector stack = new IValueVector(new IValue(dp), new IValue(p), new IValue(-1L), SoftmaxBackward.FLOAT);
        SoftmaxBackward.OPERATOR.callBoxed(stack);
        return result(stack);
    }

    /** An owner of its own: what the stack hands out is a view into it, and dies with it. */
    static Tensor result(IValueVector stack) {
        return new Tensor(stack.get(0).toTensor());
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

    /** On the device of another tensor. */
    static Tensor empty(Tensor near, ScalarType type, long... shape) {
        return near.is_cuda()
                ? torch.empty(
                        shape,
                        new ScalarTypeOptional(type),
                        new LayoutOptional(),
                        new DeviceOptional(near.device()),
                        new BoolOptional(),
                        new MemoryFormatOptional())
                : empty(type, shape);
    }

    /** fp32, on the device of another tensor. */
    static Tensor zeros(Tensor near, long... shape) {
        return near.is_cuda() ? empty(near, ScalarType.Float, shape).zero_() : zeros(shape);
    }

    /** A tensor of the processor's memory, on the device of another: itself where that lives there too. */
    static Tensor beside(Tensor near, Tensor made) {
        return near.is_cuda() ? made.to(near.device(), made.scalar_type()) : made;
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
        Tensor contiguous = here(tensor).contiguous();
        float[] values = new float[Math.toIntExact(contiguous.numel())];
        if (values.length > 0) {
            new FloatPointer(contiguous.data_ptr()).capacity(values.length).get(values, 0, values.length);
        }
        return values;
    }

    /** All numbers of an index tensor. */
    static long[] toLongs(Tensor tensor) {
        Tensor contiguous = here(tensor).contiguous();
        long[] values = new long[Math.toIntExact(contiguous.numel())];
        if (values.length > 0) {
            new LongPointer(contiguous.data_ptr()).capacity(values.length).get(values, 0, values.length);
        }
        return values;
    }

    /** A tensor in the processor's memory: itself where it lives there. */
    static Tensor here(Tensor tensor) {
        return tensor.is_cuda() ? tensor.cpu() : tensor;
    }

    static Tensor cat(int dimension, List<Tensor> parts) {
        return parts.size() == 1 ? parts.get(0) : torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), dimension);
    }

    static Scalar scalar(double value) {
        return new Scalar(value);
    }
}
