package org.counterpoint.engine.decode;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.counterpoint.engine.scope.TensorScope;

/**
 * A thread's own kernels, and the memory that they read and write: one that another thread made would compute in that thread's
 * scratch memory.
 */
final class OneDnnLane implements AutoCloseable {
    private final OneDnn library;
    private final stream stream;
    private final Map<OneDnn.Shape, Kernel> kernels = new HashMap<>();
    private FloatPointer source = TensorScope.kept(() -> new FloatPointer(1));
    /** The same memory. */
    private ShortPointer halves = TensorScope.kept(() -> new ShortPointer(source));

    private FloatPointer result = TensorScope.kept(() -> new FloatPointer(1));

    /** @param arguments what it reads and writes, but for the weights */
    private record Kernel(matmul product, IntMemoryMap arguments) {
        void free() {
            TensorScope.free(product);
            TensorScope.free(arguments);
        }
    }

    OneDnnLane(OneDnn library) {
        this.library = library;
        this.stream = TensorScope.kept(() -> new stream(library.cpu()));
    }

    /**
     * Rows' products with weights, in fp32.
     *
     * @param x [rows, inputs] in the form that the weights' matrix reads
     * @param from the first output that is wanted, {@code to} the one after the last
     * @param y where they go: row after row, {@code stride} apart
     * @param at where the first row's begin
     */
    void multiply(Operand x, int rows, OneDnnWeights weights, int from, int to, float[] y, int at, int stride) {
        OneDnnWeights.Layout layout = weights.layout();
        int filled = OneDnn.filledUp(rows);
        reserve((long) filled * layout.inputs(), (long) filled * layout.outputs());
        Kernel kernel = kernels.computeIfAbsent(new OneDnn.Shape(filled, layout), this::kernel);
        if (layout.bf16()) {
            halves.put(x.halves(), 0, rows * layout.inputs());
        } else {
            source.put(x.rows(), 0, rows * layout.inputs());
        }
        kernel.arguments().put(DNNL_ARG_WEIGHTS, weights.numbers());
        kernel.product().execute(stream, kernel.arguments());
        for (int row = 0; row < rows; row++) {
            result.position((long) row * layout.outputs() + from).get(y, at + row * stride, to - from);
        }
    }

    private void reserve(long sources, long results) {
        if (sources > source.capacity() || results > result.capacity()) {
            long wider = Math.max(sources, source.capacity());
            long longer = Math.max(results, result.capacity());
            freeAll();
            source = TensorScope.kept(() -> new FloatPointer(wider));
            halves = TensorScope.kept(() -> new ShortPointer(source));
            result = TensorScope.kept(() -> new FloatPointer(longer));
        }
    }

    private Kernel kernel(OneDnn.Shape shape) {
        Pointer reads = source;
        Pointer writes = result.position(0);
        try (TensorScope scope = new TensorScope()) {
            matmul.primitive_desc description = library.describe(shape);
            IntMemoryMap arguments = scope.keep(new IntMemoryMap());
            arguments.put(DNNL_ARG_SRC, new memory(description.src_desc(), library.cpu(), reads));
            arguments.put(DNNL_ARG_DST, new memory(description.dst_desc(), library.cpu(), writes));
            return new Kernel(scope.keep(new matmul(description)), arguments);
        }
    }

    private void freeAll() {
        kernels.values().forEach(Kernel::free);
        kernels.clear();
        TensorScope.free(halves);
        TensorScope.free(source);
        TensorScope.free(result);
    }

    @Override
    public void close() {
        freeAll();
        TensorScope.free(stream);
    }
}
