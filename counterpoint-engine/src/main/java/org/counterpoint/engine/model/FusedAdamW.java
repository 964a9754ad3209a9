package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Argument;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type;
import org.counterpoint.engine.TrainableModel.AdamW;
import org.counterpoint.engine.scope.TensorScope;

/**
 * One AdamW update (arXiv 1711.05101, algorithm 2) of a parameter in one pass over its memory. The native library's operator
 * has no Java method, so it is called through the operator registry.
 */
final class FusedAdamW {
    private FusedAdamW() {}

    private static final class Fused {
        static final OperatorHandle OPERATOR;
        static final Type.TypePtr TENSOR;
        static final IValue NO_TENSORS;
        static final IValue NONE;
        static final IValue NO;

        static {
            try (TensorScope scope = new TensorScope()) {
                OPERATOR = scope.keep(Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", ""));
                TENSOR = scope.keep(OPERATOR.schema()
                        .arguments()
                        .getPointer(Argument.class, 0)
                        .type()
                        .get()
                        .containedType(0));
                NO_TENSORS = scope.keep(new IValue(new GenericList(TENSOR)));
                NONE = scope.keep(new IValue());
                NO = scope.keep(new IValue(false));
            }
        }
    }

    /**
     * @param decay of this parameter, which for biases and norms is 0
     * @param gradientScale what the gradients are multiplied by first
     */
    record Rates(AdamW betas, double learningRate, double decay, double gradientScale) {}

    /**
     * Updates a parameter and its moments, all fp32 and of one shape.
     *
     * @param gradient gets its scale where that is not 1
     * @param step how many updates there are with this one, for the bias correction
     */
    static void update(Tensor value, Tensor gradient, Tensor first, Tensor second, Rates r, long step) {
        try (TensorScope scope = new TensorScope()) {
            if (r.gradientScale != 1) {
                gradient.mul_(Tensors.scalar(r.gradientScale));
            }
            Fused.OPERATOR.callBoxed(new IValueVector(
                    list(value),
                    list(gradient),
                    list(first),
                    list(second),
                    Fused.NO_TENSORS,
                    list(Tensors.floats(new float[] {step}, 1)),
                    new IValue(r.learningRate),
                    new IValue(r.betas.beta1()),
                    new IValue(r.betas.beta2()),
                    new IValue(r.decay),
                    new IValue(r.betas.epsilon()),
                    Fused.NO,
                    Fused.NO,
                    Fused.NONE,
                    Fused.NONE));
        }
    }

    private static IValue list(Tensor tensor) {
        GenericList list = new GenericList(Fused.TENSOR);
        list.push_back(new IValue(tensor));
        return new IValue(list);
    }
}
