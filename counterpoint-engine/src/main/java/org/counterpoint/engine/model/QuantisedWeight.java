package org.counterpoint.engine.model;

import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.DequantisedTensor;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.engine.weights.quant.QuantisedMatrix;

/** A quantised matrix, turned back to bf16 whole whenever a product wants it. */
final class QuantisedWeight implements FrozenMatrix {
    private final QuantisedMatrix matrix;
    private final ScalarType type;
    private final List<Tensor> memory;
    private final boolean mapped;
    private final Device device;

    /**
     * @param memory what the matrix's buffers lie in, kept by the caller for this, which frees it
     * @param mapped whether they lie in a file
     * @param device where products want it; it stays packed in the processor's memory
     */
    QuantisedWeight(QuantisedMatrix matrix, List<Tensor> memory, boolean mapped, Device device) {
        this.matrix = matrix;
        this.type = LiveTensor.type(matrix.dtype());
        this.memory = List.copyOf(memory);
        this.mapped = mapped;
        this.device = device;
    }

    @Override
    public long rows() {
        return matrix.rows();
    }

    @Override
    public long columns() {
        return matrix.columns();
    }

    @Override
    public Tensor bf16() {
        Tensor whole = Tensors.empty(type, matrix.rows(), matrix.columns());
        decode(whole, 0);
        return device.place(whole.to(ScalarType.BFloat16));
    }

    /** Fills a tensor with numbers from one place on, by all threads. */
    private void decode(Tensor into, long from) {
        int size = (int) into.element_size();
        Workers.run(into.numel(), (start, end) -> {
            ByteBuffer piece = NativeBytes.piece(into, start * size, (end - start) * size);
            matrix.decode(from + start, piece);
        });
    }

    @Override
    public Tensor lookup(Tensor indices) {
        long[] rows = Tensors.toLongs(indices);
        Tensor found = Tensors.empty(type, rows.length, matrix.columns());
        for (int i = 0; i < rows.length; i++) {
            decode(found.select(0, i), rows[i] * matrix.columns());
        }
        return device.place(found.to(ScalarType.Float));
    }

    @Override
    public TensorData data(Weight.Part part) {
        return new DequantisedTensor(part.name(), matrix);
    }

    @Override
    public boolean isMapped() {
        return mapped;
    }

    @Override
    public void close() {
        memory.forEach(TensorScope::free);
    }
}
