package org.counterpoint.engine.model;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** By the tensor library's operators. */
record TensorLogitRows(LogitShape shape, double temperature) implements LogitRows {

    @Override
    public void score(Tensor z, int from, Rows rows) {
        int count = Math.toIntExact(z.size(0));
        Tensor logits = logits(z);
        Tensor target = targets(z, from, rows);
        Tensor logp = torch.log_softmax(logits, 1).gather(1, target);
        Tensor logSum = logits.gather(1, target).sub_(logp);
        System.arraycopy(Tensors.toFloats(logp), 0, rows.logps(), from, count);
        System.arraycopy(Tensors.toFloats(logSum), 0, rows.logSums(), from, count);
    }

    @Override
    public void backward(Tensor z, int from, Rows rows, double[] derivatives) {
        int to = from + Math.toIntExact(z.size(0));
        Tensor weight =
                scaled(Tensors.beside(z, Tensors.floats(Arrays.copyOfRange(derivatives, from, to), to - from, 1)));
        Tensor logSums = Tensors.beside(z, Tensors.floats(Arrays.copyOfRange(rows.logSums(), from, to), to - from, 1));
        Tensor gradient = logits(z).sub_(logSums).exp_().mul_(weight.neg());
        gradient.scatter_add_(1, targets(z, from, rows), weight);
        z.copy_(shape.backward(gradient, z.to(ScalarType.Float)));
    }

    /** In fp32; z itself where nothing changes it. */
    private Tensor logits(Tensor z) {
        return scaled(shape.apply(z.to(ScalarType.Float)));
    }

    private Tensor scaled(Tensor logits) {
        return temperature == 1 ? logits : logits.mul(Tensors.scalar(1 / temperature));
    }

    /** [rows, 1] */
    private static Tensor targets(Tensor z, int from, Rows rows) {
        int[] targets = Arrays.copyOfRange(rows.targets(), from, from + Math.toIntExact(z.size(0)));
        return Tensors.beside(z, Tensors.indices(targets)).unsqueeze(1);
    }
}
