package org.counterpoint.engine.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * PyTorch's memory-efficient attention (xFormers' kernels), which CUDA devices alone have. Built and checked against the
 * operator's schema; it has never run.
 */
final class CudaAttention implements FusedAttention.Operator {
    /** Causal, with the diagonal ending at the last query and the last key. */
    private static final long FROM_BOTTOM_RIGHT = 2;

    private static final int FORWARD_ARGUMENTS = 14;
    private static final int BACKWARD_ARGUMENTS = 20;

    /** What the forward pass leaves for the way back. */
    private record Forward(Tensor out, Tensor logSumExp, Tensor seed, Tensor offset) {}

    @Override
    public Tensor forward(Tensor q, Tensor k, Tensor v, FusedAttention.Sequences sequences) {
        return attend(q, k, v, sequences, false).out();
    }

    @Override
    public Attention.Gradients backward(Tensor dOut, Tensor q, Tensor k, Tensor v, FusedAttention.Sequences sequences) {
        Forward forward = attend(q, k, v, sequences, true);
        Map<String, IValue> arguments = shared(q, k, v, sequences);
        arguments.put("grad_out_", new IValue(dOut));
        arguments.put("out", new IValue(forward.out()));
        arguments.put("logsumexp", new IValue(forward.logSumExp()));
        arguments.put("philox_seed", new IValue(forward.seed()));
        arguments.put("philox_offset", new IValue(forward.offset()));
        arguments.put("bias_requires_grad", new IValue(false));
        arguments.put("shared_storage_dqdkdv", new IValue(false));
        IValueVector results = call("aten::_efficient_attention_backward", BACKWARD_ARGUMENTS, arguments);
        return new Attention.Gradients(tensor(results, 0), tensor(results, 1), tensor(results, 2));
    }

    private static Forward attend(
            Tensor q, Tensor k, Tensor v, FusedAttention.Sequences sequences, boolean forBackward) {
        Map<String, IValue> arguments = shared(q, k, v, sequences);
        arguments.put("compute_log_sumexp", new IValue(forBackward));
        IValueVector results = call("aten::_efficient_attention_forward", FORWARD_ARGUMENTS, arguments);
        return new Forward(tensor(results, 0), tensor(results, 1), tensor(results, 2), tensor(results, 3));
    }

    private static Map<String, IValue> shared(Tensor q, Tensor k, Tensor v, FusedAttention.Sequences sequences) {
        Map<String, IValue> arguments = new HashMap<>();
        arguments.put("query", new IValue(q));
        arguments.put("key", new IValue(k));
        arguments.put("value", new IValue(v));
        arguments.put("cu_seqlens_q", new IValue(starts(q, sequences.queryStarts())));
        arguments.put("cu_seqlens_k", new IValue(starts(q, sequences.keyStarts())));
        arguments.put("max_seqlen_q", new IValue((long) FusedAttention.Sequences.longest(sequences.queryStarts())));
        arguments.put("max_seqlen_k", new IValue((long) FusedAttention.Sequences.longest(sequences.keyStarts())));
        arguments.put("dropout_p", new IValue(0.0));
        arguments.put("custom_mask_type", new IValue(FROM_BOTTOM_RIGHT));
        arguments.put("scale", new IValue(1.0));
        return arguments;
    }

    private static Tensor starts(Tensor near, int[] starts) {
        return Tensors.beside(near, Tensors.indices(starts).to(ScalarType.Int));
    }

    /** Arguments by their names in the schema; those that are not named are none. */
    static IValueVector call(String operator, int count, Map<String, IValue> arguments) {
        OperatorHandle handle = Dispatcher.singleton().findSchemaOrThrow(operator, "");
        IValue[] all = new IValue[count];
        Arrays.setAll(all, i -> new IValue());
        arguments.forEach((name, value) -> {
            var index = handle.schema().argumentIndexWithName(name);
            if (!index.has_value() || index.get() >= count) {
                throw new IllegalStateException(operator + " has no argument " + name);
            }
            all[index.get()] = value;
        });
        IValueVector stack = new IValueVector(all);
        handle.callBoxed(stack);
        return stack;
    }

    private static Tensor tensor(IValueVector stack, long index) {
        return new Tensor(stack.get(index).toTensor());
    }
}
