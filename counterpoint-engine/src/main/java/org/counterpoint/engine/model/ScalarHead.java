package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.TokenBatch;

/**
 * One number a row, w . norm(x), in fp32: a score a sequence, read at its last token that is not the padding token, or a
 * value a response token, read at the row before it.
 */
final class ScalarHead implements Head {
    private final Norm norm;
    private final Weight weight;
    private final boolean byToken;
    private final int padToken;

    /**
     * @param weight [1, hidden]
     * @param kind of scores or of values
     * @param padToken -1 where there is none
     */
    ScalarHead(Norm norm, Weight weight, HeadKind kind, int padToken) {
        this.norm = norm;
        this.weight = weight;
        this.byToken = kind instanceof HeadKind.Value;
        this.padToken = padToken;
    }

    @Override
    public Packing pack(TokenBatch batch) {
        return byToken ? Packing.ofResponses(batch) : Packing.ofTexts(batch, padToken);
    }

    @Override
    public Pass forward(Tensor x, Packing packing) {
        Tensor rows = Tensors.beside(x, Tensors.indices(packing.scoredRows()));
        Tensor picked = torch.index_select(x, 0, rows);
        Tensor inverseScale = norm.inverseScale(picked);
        Tensor normalised = picked.mul_(inverseScale);
        Tensor input = normalised.mul(norm.value());
        Tensor scores = input.matmul(weight.value().t());
        return new Pass(
                Tensors.toFloats(scores),
                derivatives -> backward(derivatives, packing.rows(), rows, inverseScale, normalised));
    }

    private Tensor backward(double[] derivatives, long totalRows, Tensor rows, Tensor inverseScale, Tensor normalised) {
        Tensor c = Tensors.beside(normalised, Tensors.floats(derivatives, derivatives.length, 1));
        weight.gradient().add_(c.t().matmul(normalised.mul(norm.value())));
        Tensor dRows = RmsNorm.backward(c.matmul(weight.value()), normalised, inverseScale, norm);
        Tensor dx = Tensors.zeros(dRows, totalRows, dRows.size(1));
        // A prompt's last row is scored once for each response that follows it.
        return dx.index_add_(0, rows, dRows);
    }

    @Override
    public void close() {}
}
